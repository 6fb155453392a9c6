# SPDX-License-Identifier: GPL-3.0-or-later
# The store of a host's folder, and files back from a host: each generated script is this text and one call at its end.
# Both ways the bytes go in frames: a line that says what follows, then exactly so many bytes. What arrives is padded to
# whole blocks, since dd alone reads from a pipe no byte too many on every host. Every answer is a line of words.

fb_block=65536
LC_ALL=C
export LC_ALL

# fb_stop WORDS-OF-A-COMMAND: the last thing that is said.
fb_stop() {
    case $1 in
    *'o space left'* | *'uota exceeded'*) fb_is=full ;;
    *'ermission denied'* | *'not permitted'* | *'ead-only'*) fb_is=denied ;;
    *'o such file'* | *'onexistent'* | *"can't cd"*) fb_is=missing ;;
    *'not found'*) fb_is=lacks ;;
    *) fb_is=failed ;;
    esac
    fb_line=${1%%'
'*}
    printf 'stop %s %s\n' "$fb_is" "$fb_line"
    exit 0
}

# fb_known STORE SET: "all" where the whole set of contents was there at an earlier look and nothing has been added or
# removed since; "none" where there is no store. A mark in sets/ says when that was, by its own time, and in which boot
# of the machine: what was being written when that ended may be shorter than its name says.
fb_known() {
    printf 'known 1\n'
    if ! cd -- "$1" 2>/dev/null; then
        [ -e "$1" ] || printf 'none\n'
    elif fb_boot && IFS= read -r fb_was 2>/dev/null <"sets/$2" && [ "$fb_was" = "$fb_boot" ]; then
        [ -n "$(find . -maxdepth 1 ! -name incoming ! -name sets -newer "sets/$2" 2>&1)" ] || printf 'all\n'
    fi
    printf 'end\n'
}

fb_boot() {
    IFS= read -r fb_boot 2>/dev/null </proc/sys/kernel/random/boot_id
}

# fb_missing STORE SET <"AA/HASH BYTES" lines: the lines that are no file there. A file of another size comes as a line
# of its own, which the reader does not know and drops. Where nothing is missing, SET is marked, unless it is "-".
fb_missing() {
    fb_list=$(cat)
    printf 'missing 1\n'
    if cd -- "$1" 2>/dev/null; then
        fb_mark=
        if [ "$2" != - ] && fb_boot && { [ -d sets ] || mkdir sets; } 2>/dev/null; then
            fb_mark=sets/.$$
            # Its time is before the look, by more than the coarsest clock: whatever changes from now on is newer.
            { printf '%s\n' "$fb_boot" >"$fb_mark" &&
                touch -d "@$(($(stat -c %Y "$fb_mark") - 2))" "$fb_mark"; } 2>/dev/null || fb_mark=
        fi
        {
            printf '%s\n' "$fb_list"
            printf '%s\n' "$fb_list" | cut -d ' ' -f 1 | xargs stat -c '%n %s' -- 2>/dev/null
            printf 'zz\n'
        } | sort | uniq -u | fb_tell "$2"
        set -- incoming/*/*.part
        [ ! -e "$1" ] || stat -c 'part %s %n' -- "$@" 2>/dev/null
    else
        printf '%s\nzz\n' "$fb_list"
    fi
    printf 'end\n'
}

# fb_tell SET: passes on what is missing. The line zz is always the last of it: without it, a command has failed.
fb_tell() {
    IFS= read -r fb_line
    printf '%s\n' "$fb_line"
    if [ "$fb_line" = zz ] && [ -n "$fb_mark" ]; then
        find sets -type f -mtime +30 -exec rm -f -- {} + 2>/dev/null
        mv -f "$fb_mark" "sets/$1" 2>/dev/null
    else
        [ -z "$fb_mark" ] || rm -f "$fb_mark"
        cat
    fi
}

# fb_hash FILE…: "HASH *NAME" or "HASH  NAME" lines; of stdin without a name. OpenSSL's is several times faster.
fb_pick_hash() {
    fb_abc=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
    for fb_hash in 'openssl dgst -sha256 -r' sha256sum; do
        case $(printf abc | $fb_hash 2>/dev/null) in "$fb_abc"*) return ;; esac
    done
    fb_stop 'sha256sum: not found'
}

# What broken uploads have left: a part of a large file for a day, since it may be gone on with; all else at once, where
# nobody holds its lock.
fb_sweep() {
    find incoming -mindepth 1 -maxdepth 1 -mmin +10 2>/dev/null | while IFS= read -r fb_old; do
        if [ -e "$fb_old/lock" ] && command -v flock >/dev/null 2>&1; then
            flock -n "$fb_old/lock" true || continue
            set -- "$fb_old"/*.part
            [ -e "$1" ] || rm -rf -- "$fb_old"
        fi
        [ -n "$(find "$fb_old" -mtime -1 2>/dev/null | head -n 1)" ] || rm -rf -- "$fb_old"
    done
}

# fb_put STORE UPLOAD: frames on stdin, see fb_segment and fb_file. What is verified is kept, whatever comes after it.
fb_put() {
    trap '' HUP PIPE
    umask 077
    for fb_tool in tar dd tee head stat find cut xargs; do
        command -v "$fb_tool" >/dev/null 2>&1 || fb_stop "$fb_tool: not found"
    done
    fb_dir=incoming/$2
    fb_said=$(mkdir -p -- "$1/$fb_dir" 2>&1) || fb_stop "$fb_said"
    cd -- "$1" || fb_stop "cd: Permission denied"
    fb_sweep </dev/null
    # Held by every process of this upload, to the last: while it is, nobody takes its files.
    exec 9>"$fb_dir/lock"
    ! command -v flock >/dev/null 2>&1 || flock -n 9
    fb_pick_hash </dev/null
    printf 'ready 1\n'
    fb_before='' fb_last='' fb_over=''
    exec 3>&1
    while [ -z "$fb_over" ] && IFS=' ' read -r fb_kind fb_n fb_1 fb_2 fb_3 fb_4; do
        case $fb_kind in
        seg) fb_segment "$fb_n" "$fb_1" "$fb_2" $fb_3 $fb_4 ;;
        file) fb_file "$fb_n" "$fb_1" "$fb_2" "$fb_3" "$fb_4" ;;
        end) fb_over=end ;;
        *) fb_over=lost ;;
        esac
    done
    wait
    set -- "$fb_dir"/*.part
    if [ -e "$1" ]; then
        find "$fb_dir" -mindepth 1 -maxdepth 1 ! -name '*.part' ! -name lock -exec rm -rf -- {} + </dev/null
    else
        rm -rf -- "$fb_dir"
    fi
    [ "$fb_over" != end ] || printf 'done\n'
}

# fb_segment N BLOCKS FILES PREFIX…: a tar of FILES files named N/AA/HASH follows. It is unpacked and verified while the
# next segments arrive; of three, the first is waited for, so three files take turns. Few commands are started: on many
# hosts each costs as much as a megabyte does.
fb_segment() {
    fb_number=$1
    fb_files=$3
    fb_tar=$fb_dir/$(($1 % 3)).tar
    fb_said=$(dd of="$fb_tar" bs=$fb_block iflag=fullblock count="$2" 2>&1) || fb_bad "$fb_said"
    [ -z "$fb_before" ] || wait "$fb_before"
    fb_before=$fb_last
    shift 3
    fb_settle "$@" </dev/null &
    fb_last=$!
}

# fb_settle PREFIX…: compares the segment's contents with their names and gives them to the store.
fb_settle() {
    fb_prefixes=$*
    fb_said=$(tar -x -m -o -f "$fb_tar" -C "$fb_dir" 2>&1)
    cd -- "$fb_dir/$fb_number" 2>/dev/null || fb_bad "$fb_said"
    set -- */*
    [ "$#" = "$fb_files" ] || fb_bad "${fb_said:-files are missing}"
    fb_wrong=$($fb_hash "$@" 2>&1 | sed '/^\([0-9a-f]\{64\}\) [ *]..\/\1$/d')
    [ -z "$fb_wrong" ] || fb_bad "${fb_said:-$fb_wrong}"
    # Folders that the store lacks move as they are; links make one command of the others.
    fb_new='' fb_old=''
    for fb_prefix in $fb_prefixes; do
        if [ -e "../../../$fb_prefix" ]; then fb_old="$fb_old $fb_prefix"; else fb_new="$fb_new $fb_prefix"; fi
    done
    {
        { [ -z "$fb_new" ] || mv -- $fb_new ../../..; } && { [ -z "$fb_old" ] || cp -Rl -- $fb_old ../../..; }
    } 2>/dev/null || fb_move
    printf 'ok %s\n' "$fb_number"
}

# What could not be linked: another upload has been faster with these names, or the disk has no links.
fb_move() {
    find . -type f -links +1 -exec rm -f -- {} + 2>/dev/null
    set -- */*
    [ -e "$1" ] || return 0
    fb_here=$(stat -c '%n %s' -- "$@" 2>/dev/null)
    [ "$fb_here" != "$(cd ../../.. && stat -c '%n %s' -- "$@" 2>/dev/null)" ] || return 0
    fb_said=$(cd ../../.. && mkdir -p -- $fb_prefixes 2>&1) || fb_bad "$fb_said"
    for fb_prefix in $fb_prefixes; do
        set -- "$fb_prefix"/*
        [ -e "$1" ] || continue
        fb_said=$(mv -f -- "$@" "../../../$fb_prefix/" 2>&1) || fb_bad "$fb_said"
    done
}

# Ends the part of the script that found it; fb_number says which frame.
fb_bad() {
    printf 'bad %s\n' "$fb_number"
    fb_stop "$1"
}

fb_size() {
    fb_bytes=$(stat -c %s -- "$1" 2>/dev/null </dev/null)
}

# fb_file N HASH BYTES OFFSET FROM: a large file follows in chunks, from OFFSET on; what comes before it is in FROM.
fb_file() {
    fb_number=$1
    fb_part=$fb_dir/$2.part
    if [ "$4" = 0 ]; then
        : >"$fb_part"
    else
        fb_take "$5" "$4" </dev/null 2>/dev/null
        fb_size "$fb_part"
        [ "$fb_bytes" = "$4" ] || {
            printf 'gone %s\n' "$1"
            rm -f -- "$fb_part"
            fb_part=/dev/null
        }
    fi
    fb_sum=$({
        [ "$4" = 0 ] || cat -- "$fb_part" </dev/null
        fb_chunks "$4"
    } | $fb_hash)
    [ "$fb_part" != /dev/null ] || return
    fb_size "$fb_part"
    if [ "$fb_bytes" != "$3" ]; then
        # Dropped it is empty; else it was broken off, or the disk took no more, which has been said.
        if [ "$fb_bytes" = 0 ]; then rm -f -- "$fb_part"; else fb_over=lost; fi
        return
    fi
    fb_aa=${2%"${2#??}"}
    case $fb_sum in
    "$2"*)
        fb_said=$({ mkdir -p -- "$fb_aa" && chmod 444 "$fb_part" && mv -f -- "$fb_part" "$fb_aa/$2"; } 2>&1 </dev/null) &&
            printf 'ok %s\n' "$1" || fb_bad "$fb_said"
        ;;
    *)
        rm -f -- "$fb_part"
        printf 'bad %s\n' "$1"
        ;;
    esac
}

# fb_take FROM OFFSET: the first OFFSET bytes of FROM become fb_part. It is copied while its upload lives, or may.
fb_take() {
    if flock -n "${1%/*}/lock" true; then
        mv -f -- "$1" "$fb_part"
        rm -rf -- "${1%/*}"
        [ ! -f "$fb_part" ] || dd of="$fb_part" bs=1 seek="$2" count=0
    else
        head -c "$2" -- "$1" >"$fb_part"
    fi
}

# fb_chunks OFFSET: "chunk BLOCKS REST" takes so many blocks, and of one more, if REST is not 0, that many bytes;
# "done" or "drop" ends the file. Each chunk goes to the part and, for the hash, to stdout.
fb_chunks() {
    fb_at=$1
    exec 4>&1
    while IFS=' ' read -r fb_kind fb_blocks fb_rest; do
        case $fb_kind in
        chunk)
            fb_said=
            [ "$fb_blocks" = 0 ] ||
                fb_said=$(dd bs=$fb_block iflag=fullblock count="$fb_blocks" 2>/dev/null | tee -a "$fb_part" 2>&1 >&4)
            [ "$fb_rest" = 0 ] ||
                fb_said=$fb_said$(dd bs=$fb_block iflag=fullblock count=1 2>/dev/null | head -c "$fb_rest" |
                    tee -a "$fb_part" 2>&1 >&4)
            fb_at=$((fb_at + fb_blocks * fb_block + fb_rest))
            [ "$fb_part" != /dev/null ] || continue
            fb_size "$fb_part"
            if [ "$fb_bytes" != "$fb_at" ]; then
                # The connection's end, where nobody hears it; or the disk took no more (not every tee says why), and
                # gets its space back.
                fb_why=$(dd if=/dev/zero of="$fb_dir/try" bs=$fb_block count=1 2>&1 </dev/null) || fb_said=$fb_why
                [ -z "$fb_said" ] || rm -f -- "$fb_part" "$fb_dir/try"
                fb_stop "${fb_said:-the input has ended}" >&3
            fi
            printf 'got %s\n' "$fb_number" >&3
            ;;
        drop)
            : >"$fb_part"
            return
            ;;
        *) return ;;
        esac
    done
}

# fb_look PATH: fb_state is f, or why that file is not read. No part of the path may be a link.
fb_look() {
    fb_rest=$1 fb_way=.
    while :; do
        fb_way=$fb_way/${fb_rest%%/*}
        if [ -L "$fb_way" ]; then
            fb_state=l
            return
        fi
        case $fb_rest in */*) fb_rest=${fb_rest#*/} ;; *) break ;; esac
    done
    if [ ! -e "$fb_way" ]; then
        fb_state=n
    elif [ ! -f "$fb_way" ]; then
        fb_state=o
    elif [ ! -r "$fb_way" ]; then
        fb_state=u
    else
        fb_state=f
    fi
}

# fb_get FOLDER: "batch COUNT OFFSET" and so many lines "BYTES PATH" on stdin, for each batch. The answer has a letter a
# file, then the bytes of all files f, each from OFFSET on (of one file only) to its announced size.
fb_get() {
    for fb_tool in head tail stat cat; do
        command -v "$fb_tool" >/dev/null 2>&1 || fb_stop "$fb_tool: not found"
    done
    fb_said=$(cd -- "$1" 2>&1) || fb_stop "$fb_said"
    cd -- "$1" || exit
    printf 'ready 1\n'
    while IFS=' ' read -r fb_kind fb_count fb_offset; do
        case $fb_kind in
        batch) fb_batch ;;
        end)
            printf 'done\n'
            return
            ;;
        *) return ;;
        esac
    done
}

# A file that changes meanwhile can spoil this batch, but not what follows: exactly so many bytes go out.
fb_batch() {
    fb_lines='' fb_states='' fb_want='' fb_total=0
    set --
    while [ "$fb_count" -gt 0 ] && IFS= read -r fb_line; do
        fb_count=$((fb_count - 1))
        fb_look "${fb_line#* }"
        fb_states=$fb_states$fb_state
        fb_lines="$fb_lines$fb_state${fb_line%% *} ./${fb_line#* }
"
        [ "$fb_state" = f ] || continue
        set -- "$@" "./${fb_line#* }"
        fb_want="$fb_want${fb_line%% *} ./${fb_line#* }
"
        fb_total=$((fb_total + ${fb_line%% *}))
    done
    fb_there=
    [ "$#" = 0 ] || fb_there="$(stat -c '%s %n' -- "$@" 2>/dev/null </dev/null)
"
    if [ "$fb_there" != "$fb_want" ]; then
        # Some are not of their size any more: only those are left out.
        fb_states='' fb_total=0
        set --
        while IFS= read -r fb_line; do
            fb_state=${fb_line%"${fb_line#?}"}
            fb_line=${fb_line#?}
            if [ "$fb_state" = f ]; then
                case "
$fb_there" in
                *"
$fb_line
"*)
                    set -- "$@" "${fb_line#* }"
                    fb_total=$((fb_total + ${fb_line%% *}))
                    ;;
                *) fb_state=s ;;
                esac
            fi
            [ -z "$fb_state" ] || fb_states=$fb_states$fb_state
        done <<FB_LINES
$fb_lines
FB_LINES
    fi
    printf 'batch %s\n' "$fb_states"
    fb_total=$((fb_total - fb_offset))
    [ "$fb_total" -gt 0 ] || return 0
    {
        if [ "$fb_offset" = 0 ]; then cat -- "$@"; else tail -c "+$((fb_offset + 1))" -- "$1"; fi
        cat /dev/zero
    } 2>/dev/null </dev/null | head -c "$fb_total"
}

# fb_usage STORE: "COUNT BYTES" lines, files of one size on one.
fb_usage() {
    printf 'usage 1\n'
    cd -- "$1" 2>/dev/null && find . -type f -exec stat -c '%s %n' -- {} + 2>/dev/null |
        sed -n -e 's/^\([0-9]*\) \.\/[0-9a-f][0-9a-f]\/[0-9a-f]\{64\}$/s \1/p' -e 's/^\([0-9]*\) \.\/incoming\/.*/i \1/p' |
        sort | uniq -c
    printf 'end\n'
}

# fb_remove STORE <"AA/HASH" lines
fb_remove() {
    fb_list=$(cat)
    printf 'usage 1\n'
    if cd -- "$1" 2>/dev/null; then
        printf '%s\n' "$fb_list" | xargs stat -c 's %s' -- 2>/dev/null | sort | uniq -c
        fb_said=$(printf '%s\n' "$fb_list" | xargs rm -f -- 2>&1) || fb_stop "$fb_said"
    fi
    printf 'end\n'
}
