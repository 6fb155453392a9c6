# SPDX-License-Identifier: GPL-3.0-or-later
# Follows the growing files of a host's runs through one channel; runs after host.sh. The answer, after its heading:
#   data RUN FILE OFFSET BYTES   then exactly these bytes, then "ok", or "short RUN FILE": the bytes are not to be used
#   short RUN FILE               the file is shorter than what was read of it; no more is said of it
#   look                         what one look at all files has found ends here
#   exit RUN                     exit.json is there and all before it has been said; no more is said of the run
#   tick UNIX_TIME               each second
#   poll BYTES                   then the answer of fb_poll: every two seconds, and at once after an exit
#   end                          no run is left
# It ends when nobody reads any more: then a tick cannot be written.

# fb_follow HOST HELPER PERL_TEXT POLL_TEXT (run RUN [FILE OFFSET]…)…   HELPER: perl, or one of sh and plain, without it
fb_follow() {
    cd -- "$1/runs" 2>/dev/null || fb_fail "cannot look into $1/runs"
    fb_host=$1 fb_helper=$2
    export LC_ALL
    printf 'flambeau-follow 1\n' || exit 0
    if [ "$fb_helper" = perl ] && perl -MFcntl -e 1 </dev/null >/dev/null 2>&1; then
        fb_perl=$3 fb_text=$4
        shift 4
        unset PERL5OPT PERL5DB PERL_UNICODE
        exec perl -e "$fb_perl" -- "$fb_text" "$fb_host" "$@" </dev/null 2>/dev/null
    fi
    shift 4
    exec 3>&1
    fb_dd= fb_stats=
    if [ "$fb_helper" != plain ]; then
        ! stat -c '%s %n' . >/dev/null 2>&1 || fb_stats=1
        case $(printf 'a\0cd' | dd bs=8 skip=2 count=1 iflag=skip_bytes,count_bytes,fullblock 2>/dev/null) in
        c) fb_dd=1 ;;
        esac
    fi
    fb_count=0 fb_paths= fb_runs= fb_ended=
    while [ $# -ge 2 ]; do
        if [ "$1" = run ]; then
            fb_run=$2
            fb_runs="$fb_runs $2"
        else
            fb_follow_file "$fb_run/$1" "$2"
        fi
        shift 2
    done
    for fb_run in $fb_runs; do
        fb_follow_file "$fb_run/state.jsonl" 0
        fb_follow_file "$fb_run/events.jsonl" 0
    done
    fb_follow_all
    printf 'end\n'
}

# fb_follow_file PATH OFFSET: numbered variables, since a shell has no maps: fb_path_N, fb_at_N. Twice is once.
fb_follow_file() {
    case " $fb_paths " in *" $1 "*) return ;; esac
    fb_count=$((fb_count + 1))
    eval "fb_path_$fb_count=\$1 fb_at_$fb_count=\$2"
    fb_paths="$fb_paths $1"
}

fb_follow_all() {
    fb_listed=-20 fb_ticked=-20 fb_polled=-40
    fb_clock
    fb_grown=$fb_ds
    while [ -n "$fb_runs$fb_ended" ]; do
        fb_clock
        if [ $((fb_ds - fb_listed)) -ge 10 ]; then
            fb_follow_list
            fb_listed=$fb_ds
        fi
        fb_grew=0
        fb_follow_look
        [ "$fb_grew" = 0 ] || { printf 'look\n' || exit 0; fb_grown=$fb_ds; }
        if [ $((fb_ds - fb_polled)) -ge 20 ]; then
            fb_follow_poll
            fb_polled=$fb_ds
        fi
        if [ $((fb_ds - fb_ticked)) -ge 10 ]; then
            printf 'tick %s\n' "$((fb_epoch + fb_ds / 10))" || exit 0
            fb_ticked=$fb_ds
        fi
        [ -n "$fb_runs$fb_ended" ] && [ "$fb_more" = 0 ] || continue
        fb_quiet=$((fb_ds - fb_grown)) fb_pause=0.5
        if [ "$fb_quiet" -lt 30 ]; then
            fb_pause=0.05
        elif [ "$fb_quiet" -lt 150 ]; then
            fb_pause=0.1
        elif [ "$fb_quiet" -lt 600 ]; then
            fb_pause=0.25
        fi
        sleep "$fb_pause" </dev/null
    done
}

# New files of further ranks.
fb_follow_list() {
    for fb_run in $fb_runs; do
        for fb_file in "$fb_run"/events-*.jsonl; do
            fb_name=${fb_file#*/events-}
            fb_name=${fb_name%.jsonl}
            case $fb_name in '' | *[!0-9]* | 0* | ?????*) continue ;; esac
            fb_follow_file "$fb_file" 0
        done
    done
}

# One stat for all of them. exit.json is looked for before: who sees it may read everything to its end.
# fb_more: a file is longer than the piece that was sent.
fb_follow_look() {
    fb_over= fb_more=0 fb_behind=' '
    for fb_run in $fb_runs; do
        [ ! -f "$fb_run/exit.json" ] || fb_over="$fb_over $fb_run"
    done
    if [ -n "$fb_stats" ]; then
        set -- $(stat -c '%s %n' -- $fb_paths 2>/dev/null)
    else
        set -- $(ls -fln -- $fb_paths 2>/dev/null | sed -n 's/^-\([^ ]* *\)\{4\}\([0-9]*\) .* /\2 /p')
    fi
    fb_i=0
    while [ $# -ge 2 ] && [ "$fb_i" -lt "$fb_count" ]; do
        fb_i=$((fb_i + 1))
        eval "fb_path=\$fb_path_$fb_i"
        # The answer is in the order of the question; what is not there is not in it.
        [ "$fb_path" = "$2" ] || continue
        fb_size=$1
        shift 2
        eval "fb_at=\$fb_at_$fb_i"
        case $fb_size in *[!0-9]*) continue ;; esac
        if [ "$fb_size" != "$fb_at" ] && [ "$fb_at" -ge 0 ]; then fb_follow_send; fi
    done
    for fb_run in $fb_over; do
        case $fb_behind in *" $fb_run "*) continue ;; esac
        printf 'exit %s\n' "$fb_run" || exit 0
        fb_ended="$fb_ended $fb_run"
        fb_polled=-40
        fb_follow_drop "$fb_run"
    done
}

# The size is that of a link itself; what a link or a pipe leads to is nobody's event.
fb_follow_send() {
    [ -f "$fb_path" ] && [ ! -L "$fb_path" ] || return 0
    fb_words="${fb_path%%/*} ${fb_path#*/}"
    fb_n=$((fb_size - fb_at))
    [ "$fb_n" -gt 0 ] || {
        fb_follow_short
        return
    }
    if [ "$fb_n" -gt 1048576 ]; then fb_n=1048576 fb_more=1; fi
    fb_grew=1 fb_behind="$fb_behind${fb_path%%/*} "
    printf 'data %s %s %s\n' "$fb_words" "$fb_at" "$fb_n" || exit 0
    if [ -n "$fb_dd" ]; then
        fb_got=$(dd if="$fb_path" bs=65536 iflag=skip_bytes,count_bytes,fullblock skip="$fb_at" count="$fb_n" 2>&1 >&3)
        fb_got=${fb_got%% byte*}
        fb_got=${fb_got##*[!0-9]}
        [ -n "$fb_got" ] || exit 1
        # What was announced is sent, whatever became of the file.
        [ "$fb_got" -ge "$fb_n" ] || head -c "$((fb_n - fb_got))" /dev/zero
    else
        { tail -c "+$((fb_at + 1))" -- "$fb_path"; cat /dev/zero; } 2>/dev/null | head -c "$fb_n"
        fb_got=$(($(wc -c <"$fb_path") - fb_at))
    fi
    if [ "$fb_got" -ge "$fb_n" ]; then
        printf 'ok\n' || exit 0
        eval "fb_at_$fb_i=$((fb_at + fb_n))"
    else
        fb_follow_short
    fi
}

fb_follow_short() {
    printf 'short %s\n' "$fb_words" || exit 0
    eval "fb_at_$fb_i=-1"
}

# fb_follow_drop RUN: no more is said of it.
fb_follow_drop() {
    fb_kept= fb_i=0 fb_j=0
    for fb_one in $fb_runs; do
        [ "$fb_one" = "$1" ] || fb_kept="$fb_kept $fb_one"
    done
    fb_runs=$fb_kept
    fb_paths=
    while [ "$fb_i" -lt "$fb_count" ]; do
        fb_i=$((fb_i + 1))
        eval "fb_path=\$fb_path_$fb_i fb_at=\$fb_at_$fb_i"
        [ "${fb_path%%/*}" != "$1" ] || continue
        fb_j=$((fb_j + 1))
        eval "fb_path_$fb_j=\$fb_path fb_at_$fb_j=\$fb_at"
        fb_paths="$fb_paths $fb_path"
    done
    fb_count=$fb_j
}

# It changes the folder and many variables, so it has a process of its own.
fb_follow_poll() {
    fb_text=$(fb_poll "$fb_host" $fb_runs $fb_ended 2>/dev/null && printf .)
    fb_text=${fb_text%.}
    fb_ended=
    fb_epoch=${fb_text#*"
now "}
    fb_epoch=${fb_epoch%%[!0-9]*}
    fb_epoch=$((${fb_epoch:-0} - fb_ds / 10))
    printf 'poll %s\n%s' "${#fb_text}" "$fb_text" || exit 0
}
