# SPDX-License-Identifier: GPL-3.0-or-later
# One-shot work on a host: each generated script is this text and one call at its end, read whole before it runs.
# Answers are lines of words; what a user named never stands in them, but for exit.json, which goes by its length.

fb_fail() {
    printf 'flambeau-error %s\n' "$1"
    exit 0
}

# fb_space FOLDER: fb_free, bytes that this user can still write there.
fb_space() {
    set -- $(df -Pk -- "$1" 2>/dev/null | tail -n 1)
    fb_free=0
    while [ $# -gt 1 ]; do
        # The column after the free blocks is the one with a percent sign.
        case $2 in
        [0-9]*%)
            case $1 in *[!0-9]*) ;; *) fb_free=$(($1 * 1024)) ;; esac
            break
            ;;
        esac
        shift
    done
}

# fb_put_supervisor HOST SUPERVISOR_NAME SUPERVISOR_TEXT: written unless it is there.
fb_put_supervisor() {
    [ ! -s "$1/bin/$2" ] || return 0
    printf '%s' "$3" >"$1/bin/.$2.$$" && chmod 700 "$1/bin/.$2.$$" && mv -f "$1/bin/.$2.$$" "$1/bin/$2"
}

# fb_prepare HOST RUN SUPERVISOR_NAME SUPERVISOR_TEXT
fb_prepare() {
    fb_mask=$(umask)
    umask 077
    mkdir -p -- "$1" "$1/bin" "$1/runs" "$1/queue" || fb_fail "cannot make $1"
    umask "$fb_mask"
    mkdir -p -- "$1/runs/$2/code" "$1/runs/$2/data" "$1/runs/$2/logs" "$1/runs/$2/outputs" ||
        fb_fail "cannot make $1/runs/$2"
    fb_put_supervisor "$1" "$3" "$4" || fb_fail "cannot write $1/bin/$3"
    fb_space "$1/runs/$2"
    printf 'flambeau-prepare 1\nfree %s\n' "$fb_free"
    if [ -d "$1/runs/$2/supervisor" ]; then printf 'started yes\n'; else printf 'started no\n'; fi
    for fb_tool in flock setsid id cksum od find grep sed dd date cat mkdir mv rm sleep tail wc env; do
        command -v "$fb_tool" >/dev/null 2>&1 || printf 'missing %s\n' "$fb_tool"
    done
    [ -r /proc/self/stat ] || printf 'missing /proc\n'
    printf 'end\n'
}

fb_tell_start() {
    printf 'flambeau-start 1\nnow %s\n' "$1"
    if fb_read_pid .; then
        printf 'pid %s %s %s\n' "$fb_p_pid" "$fb_p_start" "$fb_p_boot"
    fi
    printf 'end\n'
}

# fb_start HOST RUN SUPERVISOR_NAME SHELL LAUNCH_TEXT: mkdir is the lock.
fb_start_run() {
    cd -- "$1/runs/$2" || fb_fail "there is no folder $1/runs/$2"
    [ -s "$1/bin/$3" ] || fb_fail "there is no supervisor in $1/bin; the run was not prepared"
    if ! mkdir supervisor 2>/dev/null; then
        [ -d supervisor ] || fb_fail "cannot write to $1/runs/$2"
        # The one that won may be between its mkdir and its pid file.
        fb_i=0
        until [ -f pid ] || [ "$fb_i" -ge 20 ]; do
            sleep 0.05
            fb_i=$((fb_i + 1))
        done
        fb_tell_start no
        return
    fi
    fb_mask=$(umask)
    umask 077
    printf '%s' "$5" >supervisor/launch.sh || {
        rm -rf supervisor
        fb_fail "cannot write to $1/runs/$2"
    }
    umask "$fb_mask"
    fb_detach supervise "$1" "$2" "$3" "$4"
    fb_boot_id
    # A short run may be over by now: what it has written vouches for it.
    if ! fb_stat "$fb_pid" && [ ! -s state.jsonl ]; then
        rm -rf supervisor
        fb_fail 'the supervisor could not be started'
    fi
    [ -f pid ] || { printf 'boot %s\nsupervisor %s %s\n' "$fb_boot" "$fb_pid" "$fb_start" >pid.$$ && ln pid.$$ pid 2>/dev/null; }
    rm -f pid.$$
    fb_tell_start yes
}

# fb_prevent HOST RUN: takes the lock that a start takes and keeps it, so that a start still under way does nothing.
fb_prevent() {
    if [ ! -d "$1/runs/$2" ]; then
        # A start needs the folder; but one that cannot be looked for may be there.
        [ ! -e "$1/runs" ] || [ -x "$1/runs" ] || fb_fail "cannot look into $1/runs"
        fb_is=prevented
    elif mkdir -- "$1/runs/$2/supervisor" 2>/dev/null; then
        fb_is=prevented
    elif [ -d "$1/runs/$2/supervisor" ]; then
        fb_is=started
    else
        fb_fail "cannot write to $1/runs/$2"
    fi
    printf 'flambeau-prevent 1\n%s\nend\n' "$fb_is"
}

# fb_detach MODE HOST RUN SUPERVISOR_NAME SHELL: fb_pid. The channel must not stay open for anything that the supervisor
# inherits; the id of a run that this very command may be part of must not go on; and it must have a group of its own
# before this returns, since whoever ran this may kill what is left of its group.
fb_detach() {
    (
        unset FLAMBEAU_RUN FLAMBEAU_RUN_DIR FLAMBEAU_RANK
        fb_users_locale
        FLAMBEAU_SHELL=$5
        export FLAMBEAU_SHELL
        exec setsid $5 "$2/bin/$4" "$1" "$2" "$2/runs/$3" </dev/null >/dev/null 2>>supervisor/log
    ) &
    fb_pid=$!
    fb_i=0
    while fb_stat "$fb_pid" && [ "$fb_pgrp" != "$fb_pid" ] && [ "$fb_i" -lt 2000 ]; do
        [ "$fb_i" -lt 100 ] || sleep 0.01
        fb_i=$((fb_i + 1))
    done
}

# fb_poll HOST RUN…
fb_poll() {
    # A folder that is not there, or has nothing of ours (a home that is not mounted), says nothing of its runs.
    fb_any=
    for fb_file in "$1/bin" "$1"/runs/*; do
        [ ! -d "$fb_file" ] || fb_any=1
    done
    [ -d "$1/runs" ] || fb_any=
    fb_boot_id
    printf 'flambeau-poll 1\nboot %s\nnow %s\n' "$fb_boot" "$(date +%s)"
    fb_host=$1
    shift
    for fb_run; do
        printf 'run %s\n' "$fb_run"
        if cd -- "$fb_host/runs/$fb_run" 2>/dev/null; then
            fb_poll_run
        elif [ -z "$fb_any" ]; then
            printf 'away\n'
        fi
        printf 'done\n'
    done
    printf 'end\n'
}

fb_poll_run() {
    printf 'folder\n'
    if [ -d supervisor ]; then
        printf 'started\n'
        # A start leaves a pid file within milliseconds; an old one without it was broken off.
        [ -f pid ] || [ -z "$(find supervisor -prune -mmin +1 2>/dev/null)" ] || printf 'brokenoff\n'
    fi
    [ ! -e cancel ] || printf 'cancel\n'
    # exit.json is looked at first and last: a supervisor that ends in between must not look dead without a record.
    if [ ! -f exit.json ] && fb_read_pid .; then
        printf 'booted %s\n' "$fb_p_boot"
        fb_tell_process -1 "$fb_p_pid" "$fb_p_start"
        for fb_word in $fb_p_ranks; do
            fb_n=${fb_word%%:*} fb_a=${fb_word#*:}
            case $fb_n in *[!0-9]*) continue ;; esac
            fb_tell_process "$fb_n" "${fb_a%%:*}" "${fb_a#*:}"
        done
    fi
    set -- state.jsonl
    for fb_file in events.jsonl events-*.jsonl logs/*.log; do
        case $fb_file in *[!A-Za-z0-9./-]*) continue ;; esac
        [ ! -f "$fb_file" ] || [ -L "$fb_file" ] || set -- "$@" "$fb_file"
    done
    fb_last=
    if [ -f state.jsonl ]; then
        stat -c 'file %s %n' -- "$@" 2>/dev/null ||
            for fb_file; do printf 'file %s %s\n' "$(($(wc -c <"$fb_file")))" "$fb_file"; done
        # Its last line, which is rarely longer: one process instead of three.
        fb_last=$(tail -c 1000 state.jsonl)
        fb_last=${fb_last##*"
"}
        case $fb_last in *'"state":"'*) ;; *) fb_last=$(tail -n 1 state.jsonl | head -c 4000) ;; esac
    fi
    case $fb_last in
    *'"state":"'*)
        fb_last=${fb_last##*'"state":"'}
        fb_last=${fb_last%%'"'*}
        case $fb_last in '' | *[!a-z]*) ;; *) printf 'last %s\n' "$fb_last" ;; esac
        ;;
    esac
    if [ -f exit.json ]; then
        fb_size=$(wc -c <exit.json)
        printf 'exit %s\n' "$((fb_size))"
        head -c "$((fb_size))" exit.json
        printf '\n'
    fi
}

# fb_tell_process RANK PID START
fb_tell_process() {
    case $2$3 in '' | *[!0-9]*) return ;; esac
    fb_is=dead
    [ "$fb_p_boot" != "$fb_boot" ] || ! fb_alive "$2" "$3" || fb_is=alive
    fb_code=-
    if [ "$1" != -1 ] && [ -f "supervisor/rank-$1.exit" ]; then
        { read -r fb_code fb_rest <"supervisor/rank-$1.exit"; } 2>/dev/null
        case $fb_code in '' | *[!0-9]*) fb_code=- ;; esac
    fi
    printf 'process %s %s %s %s %s\n' "$1" "$2" "$3" "$fb_is" "$fb_code"
}

# fb_taken_over: whether what fb_detach has just started holds the run, or somebody else does. One that finds the run
# taken ends at once, so its end alone says nothing until the other has had the time to write its number down.
fb_taken_over() {
    fb_i=0
    while [ "$fb_i" -lt 40 ]; do
        [ ! -f exit.json ] || return 0
        ! fb_read_pid . || ! fb_alive "$fb_p_pid" "$fb_p_start" || return 0
        sleep 0.05
        fb_i=$((fb_i + 1))
    done
    # A slow machine: it has not come that far.
    fb_stat "$fb_pid" && [ "$fb_state" != Z ]
}

# fb_cancel HOST SUPERVISOR_NAME SUPERVISOR_TEXT SHELL RUN…: the supervisor that was killed may have been of another
# version than the one that is to take its place.
fb_cancel() {
    fb_boot_id
    printf 'flambeau-cancel 1\n'
    fb_host=$1 fb_name=$2 fb_text=$3 fb_sh=$4
    shift 4
    for fb_run; do
        printf 'run %s ' "$fb_run"
        if ! cd -- "$fb_host/runs/$fb_run" 2>/dev/null; then
            printf 'nofolder\n'
            continue
        fi
        if [ -f exit.json ]; then
            printf 'ended\n'
            continue
        fi
        : >>cancel
        if ! fb_read_pid .; then
            printf 'notstarted\n'
        elif [ "$fb_p_boot" != "$fb_boot" ]; then
            printf 'rebooted\n'
        elif fb_alive "$fb_p_pid" "$fb_p_start"; then
            # Before its first words a call would end it; then it has yet to look for the mark anyway.
            [ ! -s state.jsonl ] || kill -USR1 "$fb_p_pid" 2>/dev/null
            printf 'signaled\n'
        elif [ -f exit.json ]; then
            printf 'ended\n'
        elif fb_put_supervisor "$fb_host" "$fb_name" "$fb_text" 2>/dev/null &&
            fb_detach finish "$fb_host" "$fb_run" "$fb_name" "$fb_sh" && fb_taken_over; then
            printf 'takenover\n'
        else
            printf 'failed\n'
        fi
    done
    printf 'end\n'
}

# fb_set_slots HOST N
fb_set_slots() {
    mkdir -p -- "$1/queue" && printf '%s\n' "$2" >"$1/queue/.slots.$$" && mv -f "$1/queue/.slots.$$" "$1/queue/slots" ||
        fb_fail "cannot write $1/queue/slots"
    printf 'flambeau-slots 1\nend\n'
}

# fb_near FOLDER: fb_near, the nearest one above it that is there.
fb_near() {
    fb_near=$1
    while [ ! -d "$fb_near" ] && [ "$fb_near" != / ] && [ -n "$fb_near" ]; do
        fb_near=${fb_near%/*}
        [ -n "$fb_near" ] || fb_near=/
    done
}

# fb_room HOST
fb_room() {
    printf 'flambeau-room 1\n'
    fb_near "$1"
    fb_space "$fb_near"
    printf 'free %s\nend\n' "$fb_free"
}

# fb_sweep HOST GRACE RUN…: ends what runs that have lost their supervisors have left behind, known by the run's id in
# their environment: TERM when it is first called, KILL from GRACE tenths of a second later on. It never waits: whoever
# calls asks again until nothing is left. A mark in the machine's own folder says since when, so any caller goes on.
fb_sweep() {
    fb_local_dir "$1" || fb_fail "cannot make a folder for locks"
    # Whoever asks may be part of such a run.
    fb_kin=' ' fb_pid=$$
    while fb_stat "$fb_pid"; do
        fb_kin="$fb_kin$fb_pid " fb_pid=$fb_ppid
    done
    read -r fb_now fb_rest </proc/uptime
    fb_now=${fb_now%%.*} fb_grace=$2
    printf 'flambeau-sweep 1\n'
    shift 2
    for fb_run; do fb_sweep_run; done
    printf 'end\n'
}

fb_sweep_run() {
    fb_mark=$fb_local/sweep-$fb_run fb_strays=
    for fb_file in $(grep -lF "FLAMBEAU_RUN=$fb_run" /proc/[0-9]*/environ 2>/dev/null); do
        fb_pid=${fb_file#/proc/}
        fb_pid=${fb_pid%%/*}
        case $fb_kin in *" $fb_pid "*) continue ;; esac
        fb_stat "$fb_pid" || continue
        case $fb_state in Z | X | x) ;; *) fb_strays="$fb_strays $fb_pid" ;; esac
    done
    if [ -z "$fb_strays" ]; then
        fb_is=nothing
        [ ! -e "$fb_mark" ] || fb_is=ended
        rm -f -- "$fb_mark"
        printf '%s %s\n' "$fb_is" "$fb_run"
        return
    fi
    fb_a= fb_b= fb_with=
    [ ! -f "$fb_mark" ] || { read -r fb_a fb_b <"$fb_mark"; } 2>/dev/null
    case $fb_b in '' | *[!0-9]*) fb_a= ;; esac
    if [ "$fb_a" != "$fb_boot" ]; then
        fb_b=$fb_now fb_with=TERM
        printf '%s %s\n' "$fb_boot" "$fb_now" 2>/dev/null >"$fb_mark" || fb_with=KILL
    elif [ $(((fb_now - fb_b) * 10)) -ge "$fb_grace" ]; then
        fb_with=KILL
    fi
    for fb_pid in $fb_strays; do
        [ -z "$fb_with" ] || kill "-$fb_with" "$fb_pid" 2>/dev/null
        # One that is stopped hears TERM only when it goes on.
        [ "$fb_with" != TERM ] || kill -CONT "$fb_pid" 2>/dev/null
    done
    printf 'left %s %s%s\n' "$fb_run" "$((fb_now - fb_b))" "$fb_strays"
}
