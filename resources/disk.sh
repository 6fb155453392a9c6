# SPDX-License-Identifier: GPL-3.0-or-later
# What Flambeau has on a host's disk, and removing what was named of it; runs after host.sh. Everything goes by its place
# below the host's folder, never through a link; what is removed gets another name first, so that nobody meets half of it.

# fb_run_is RUN: fb_is = living, preparing (no start has taken it), ended or lost; fb_mark, the file whose time says since
# when.
fb_run_is() {
    fb_mark=runs/$1/exit.json
    if [ -f "$fb_mark" ]; then
        fb_is=ended
        return
    fi
    fb_mark=runs/$1 fb_is=preparing
    [ -d "runs/$1/supervisor" ] || return 0
    fb_is=lost
    [ ! -f "runs/$1/state.jsonl" ] || fb_mark=runs/$1/state.jsonl
    if ! fb_read_pid "runs/$1"; then
        # A supervisor that has just been started says who it is in a moment.
        [ -z "$(find "runs/$1/supervisor" -prune -mmin -2 2>/dev/null)" ] || fb_is=living
        return 0
    fi
    [ "$fb_p_boot" = "$fb_boot" ] || return 0
    ! fb_alive "$fb_p_pid" "$fb_p_start" || fb_is=living
    for fb_word in $fb_p_ranks; do
        fb_a=${fb_word#*:}
        ! fb_alive "${fb_a%%:*}" "${fb_a#*:}" || fb_is=living
    done
}

# fb_age FILE: seconds since it was written.
fb_age() {
    fb_written=$(date -r "$1" +%s 2>/dev/null) || fb_written=$fb_now
    fb_age=$((fb_now - fb_written))
    [ "$fb_age" -ge 0 ] || fb_age=0
}

fb_is_key() {
    case $1 in '' | .* | -* | choices | *[!A-Za-z0-9._-]*) return 1 ;; esac
}

# fb_is_prepared PATH: of a run that no start has taken: it or the content on its way is not a day old.
fb_is_prepared() {
    [ -z "$(find "$1" -prune -mtime +0 2>/dev/null)" ] ||
        [ -n "$(find store/incoming -mindepth 1 -mtime -1 2>/dev/null | head -n 1)" ]
}

# fb_read_runs: fb_living and fb_unfinished, words with blanks around each; with an argument, a line for each run.
fb_read_runs() {
    fb_living=' ' fb_unfinished=' ' fb_preparing=
    for fb_path in runs/*; do
        fb_run=${fb_path#runs/}
        case $fb_run in *[!0-9a-f-]*) continue ;; esac
        [ -d "$fb_path" ] && [ ! -L "$fb_path" ] || continue
        fb_run_is "$fb_run"
        fb_needs=$fb_is
        # What looks lost from here may live on another host that shares this folder, as long as it says something.
        [ "$fb_is" != lost ] ||
            [ -z "$(find "$fb_path/state.jsonl" "$fb_path/events.jsonl" -prune -mtime -30 2>/dev/null | head -n 1)" ] ||
            fb_needs=living
        case $fb_needs in living | preparing) fb_unfinished="$fb_unfinished$fb_run " ;; esac
        case $fb_needs in
        living) fb_living="$fb_living$fb_run " ;;
        preparing) ! fb_is_prepared "$fb_path" || fb_preparing=1 ;;
        esac
        [ $# != 0 ] || continue
        fb_age "$fb_mark"
        [ "$fb_is" != preparing ] || ! fb_is_prepared "$fb_path" || fb_age=0
        printf 'run %s %s %s\n' "$fb_run" "$fb_is" "$fb_age"
    done
}

# fb_kit_users PLACE KEY: fb_age and fb_needed by the runs whose programs are of it.
fb_kit_users() {
    for fb_user in $(grep -lF "/$1/$2/" runs/*/supervisor/launch.sh 2>/dev/null); do
        fb_least=$fb_age
        fb_age "$fb_user"
        [ "$fb_age" -le "$fb_least" ] || fb_age=$fb_least
        fb_user=${fb_user#runs/}
        case $fb_living in *" ${fb_user%%/*} "*) fb_needed=yes ;; esac
    done
}

# fb_kit_is PLACE KEY: of env or trainer: fb_is = ready or broken, fb_age since its last use, fb_needed by a living run.
fb_kit_is() {
    fb_is=broken fb_needed=no
    fb_age "$1/$2"
    if [ -f "$1/$2/READY" ]; then
        fb_is=ready
        fb_age "$1/$2/READY"
    fi
    fb_kit_users "$1" "$2"
    # An engine that stands on the libtorch of an environment is nothing without it.
    if [ "$1" = env ]; then
        for fb_engine in $(grep -lF "/env/$2/" trainer/*/READY 2>/dev/null); do
            fb_least=$fb_age
            fb_age "$fb_engine"
            [ "$fb_age" -le "$fb_least" ] || fb_age=$fb_least
            fb_engine=${fb_engine#trainer/}
            fb_kit_users trainer "${fb_engine%/READY}"
        done
    fi
    # Which one a run takes that is being prepared stands nowhere yet.
    [ -z "$fb_preparing" ] || fb_needed=yes
    # One that is being made is not broken yet.
    [ "$fb_is" = ready ] || [ -n "$(find "$1/$2" -mmin -60 2>/dev/null | head -n 1)" ] || return 0
    [ "$fb_is" = ready ] || fb_needed=yes
}

# fb_each_left COMMAND: calls it with each half-made thing that nobody has touched for a day.
fb_each_left() {
    [ ! -L store ] && [ ! -L store/incoming ] || return 0
    for fb_path in runs/.[!.]* env/.[!.]* trainer/.[!.]* store/incoming/* store/incoming/.[!.]*; do
        [ -e "$fb_path" ] && [ ! -L "${fb_path%/*}" ] || continue
        case $fb_path in
        */.removed-*) ;;
        *) [ -z "$(find "$fb_path" -mtime -1 2>/dev/null | head -n 1)" ] || continue ;;
        esac
        "$1" "$fb_path"
    done
}

fb_add_size() {
    set -- $(du -sk -- "$1" 2>/dev/null)
    case ${1-} in '' | *[!0-9]*) ;; *) fb_left=$((fb_left + $1 * 1024)) ;; esac
}

fb_remove_left() {
    fb_add_size "$1"
    rm -rf -- "$1"
}

# fb_unused FILE: to it, the names AA/HASH in the store that no unfinished run names and that are a day old. Fails with
# fb_why where nobody can say: a run is being prepared, or content is on its way.
fb_unused() {
    fb_why=
    [ -d store ] && [ ! -L store ] || return 1
    [ -z "$fb_preparing" ] || fb_why=preparing
    [ -z "$(find store/sets -type f -mmin -60 2>/dev/null | head -n 1)" ] || fb_why=asked
    [ -z "$(find store/incoming -mmin -60 -mindepth 1 2>/dev/null | head -n 1)" ] || fb_why=arriving
    [ -z "$fb_why" ] || return 1
    # What cannot be read may name anything: then nothing is unused.
    fb_why=asked
    : >"$1.all" || return 1
    for fb_run in $fb_unfinished; do
        for fb_file in "runs/$fb_run"/*.json "runs/$fb_run"/*/*.json; do
            [ -e "$fb_file" ] || continue
            { cat "$fb_file" && printf '\n'; } >>"$1.all" || return 1
        done
    done
    grep -o '[0-9a-f]\{64\}' "$1.all" >"$1.words" || [ $? = 1 ] || return 1
    sed 's/^\(..\)/\1\/\1/' "$1.words" >"$1.paths" && sort -u "$1.paths" >"$1.named" || return 1
    fb_why=
    find store -mindepth 2 -maxdepth 2 -type f -mtime +0 2>/dev/null |
        sed -n 's/^store\/\([0-9a-f][0-9a-f]\/[0-9a-f]\{64\}\)$/\1/p' | sort >"$1.there"
    comm -23 "$1.there" "$1.named" >"$1"
}

# fb_sum: COUNT BYTES of the files named on stdin, below the store.
fb_sum() {
    (cd store && xargs stat -c %s -- 2>/dev/null) | awk '{ n += 1; b += $1 } END { printf "%d %.0f\n", n, b }'
}

# fb_contents HOST
fb_contents() {
    printf 'flambeau-contents 1\n'
    fb_near "$1"
    fb_space "$fb_near"
    printf 'free %s\n' "$fb_free"
    if cd -- "$1" 2>/dev/null; then
        fb_boot_id
        fb_now=$(date +%s)
        fb_read_runs tell
        for fb_place in env trainer; do
            [ ! -L $fb_place ] || continue
            for fb_path in $fb_place/*; do
                fb_key=${fb_path#*/}
                fb_is_key "$fb_key" && [ -d "$fb_path" ] && [ ! -L "$fb_path" ] || continue
                fb_kit_is $fb_place "$fb_key"
                printf '%s %s %s %s %s\n' $fb_place "$fb_key" "$fb_is" "$fb_age" "$fb_needed"
            done
        done
        find runs env trainer -mindepth 1 -maxdepth 1 -type d -exec du -sk -- {} + 2>/dev/null |
            sed -n 's/^\([0-9][0-9]*\)[^0-9a-z]*\([a-z]*\/[A-Za-z0-9._-]*\)$/size \1 \2/p'
        printf 'store %s\n' "$(find store -mindepth 2 -maxdepth 2 -type f 2>/dev/null | sed -n 's/^store\///p' | fb_sum)"
        fb_list=queue/.unused.$$
        if mkdir -p queue && fb_unused "$fb_list" 2>/dev/null; then
            printf 'unused %s\n' "$(fb_sum <"$fb_list")"
        else
            printf 'busy %s\n' "${fb_why:-none}"
        fi
        rm -f "$fb_list"*
        fb_left=0
        fb_each_left fb_add_size
        printf 'left %s\n' "$fb_left"
    fi
    printf 'end\n'
}

# fb_take_away PLACE NAME
fb_take_away() {
    [ ! -L "$1" ] && [ ! -L "$1/$2" ] && [ -d "$1/$2" ] || return 1
    # A ready one is broken before it is half gone, whatever happens in between.
    [ "$1" = runs ] || rm -f -- "$1/$2/READY"
    mv -- "$1/$2" "$1/.removed-$2" && rm -rf -- "$1/.removed-$2"
}

# fb_clean_up HOST (runs|env|trainer NAME)… [store all]: exactly what was named, unless it is needed by now.
fb_clean_up() {
    printf 'flambeau-cleanup 1\n'
    cd -- "$1" 2>/dev/null || fb_fail "cannot look into $1"
    shift
    fb_boot_id
    fb_now=$(date +%s)
    fb_read_runs
    for fb_place in runs env trainer; do
        [ -L $fb_place ] || rm -rf -- $fb_place/.removed-*
    done
    while [ $# -ge 2 ]; do
        fb_done=kept
        case $1 in
        runs)
            fb_run_is "$2"
            if [ "$fb_is" = preparing ] && fb_is_prepared "runs/$2"; then fb_is=living; fi
            # The lock of a start: whoever begins it now finds it taken.
            if [ "$fb_is" = preparing ] && ! mkdir "runs/$2/supervisor" 2>/dev/null; then fb_is=living; fi
            [ "$fb_is" = living ] || ! fb_take_away runs "$2" || fb_done=removed
            ;;
        env | trainer)
            if fb_is_key "$2" && [ -d "$1/$2" ]; then
                fb_kit_is "$1" "$2"
                [ "$fb_needed" = yes ] || ! fb_take_away "$1" "$2" || fb_done=removed
            fi
            ;;
        store)
            fb_list=queue/.unused.$$
            if mkdir -p queue && fb_unused "$fb_list" 2>/dev/null; then
                printf 'freed %s\n' "$(fb_sum <"$fb_list")"
                (cd store && xargs rm -f --) <"$fb_list" && fb_done=removed
            fi
            rm -f "$fb_list"*
            ;;
        left)
            fb_left=0
            fb_each_left fb_remove_left
            printf 'left %s\n' "$fb_left"
            fb_done=removed
            ;;
        esac
        printf '%s %s %s\n' "$fb_done" "$1" "$2"
        shift 2
    done
    printf 'end\n'
}
