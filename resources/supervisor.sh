# SPDX-License-Identifier: GPL-3.0-or-later
# The supervisor of one run: started detached, it waits for a slot, starts the program (one process a rank), watches
# it, ends it when asked, and records what came of it. It alone writes state.jsonl, logs/, pid and exit.json. It holds
# no connection to anybody, so whoever started it may go.
#   supervise HOST_FOLDER RUN_FOLDER   the run's whole life
#   finish HOST_FOLDER RUN_FOLDER      its end only, where the supervisor was killed and the run is to be canceled
#   rank N, expand WORDS…, files NAMES…, inhibit PID START, awake PID START   used by the script itself
# long: one file is what travels to a host, and a shell has no modules

# ---- words of the streams -------------------------------------------------------------------------------------------

fb_time() {
    fb_t=$(date +%s.%N 2>/dev/null) || fb_t=0
    case $fb_t in
    *[!0-9.]*) fb_t=${fb_t%%.*} ;;
    *.?????????) fb_t=${fb_t%??????} ;;
    esac
    case $fb_t in '' | *[!0-9.]*) fb_t=0 ;; esac
}

# fb_json TEXT: fb_out, a JSON string of pure ASCII. What is not plain goes code point by code point; bytes that are no
# UTF-8 become U+FFFD, and fb_bad says so.
fb_json() {
    fb_bad=0
    case $1 in
    *[!A-Za-z0-9\ ._/:\;,=+@%\(\)~\'-]*) ;;
    *)
        fb_out=\"$1\"
        return
        ;;
    esac
    fb_units= fb_need=0 fb_cp=0 fb_min=0
    for fb_b in $(printf %s "$1" | od -An -v -tu1) end; do
        if [ "$fb_need" -gt 0 ]; then
            if [ "$fb_b" != end ] && [ "$fb_b" -ge 128 ] && [ "$fb_b" -le 191 ]; then
                fb_cp=$((fb_cp * 64 + fb_b - 128)) fb_need=$((fb_need - 1))
                [ "$fb_need" -gt 0 ] || fb_point
                continue
            fi
            fb_bad=1 fb_need=0 fb_units="$fb_units 65533"
        fi
        [ "$fb_b" != end ] || break
        if [ "$fb_b" -lt 128 ]; then
            fb_units="$fb_units $fb_b"
        elif [ "$fb_b" -ge 194 ] && [ "$fb_b" -le 223 ]; then
            fb_cp=$((fb_b - 192)) fb_need=1 fb_min=128
        elif [ "$fb_b" -ge 224 ] && [ "$fb_b" -le 239 ]; then
            fb_cp=$((fb_b - 224)) fb_need=2 fb_min=2048
        elif [ "$fb_b" -ge 240 ] && [ "$fb_b" -le 244 ]; then
            fb_cp=$((fb_b - 240)) fb_need=3 fb_min=65536
        else
            fb_bad=1 fb_units="$fb_units 65533"
        fi
    done
    fb_out=\"$(printf '\\u%04x' $fb_units)\"
}

fb_point() {
    if [ "$fb_cp" -lt "$fb_min" ] || [ "$fb_cp" -gt 1114111 ] || { [ "$fb_cp" -ge 55296 ] && [ "$fb_cp" -le 57343 ]; }; then
        fb_bad=1 fb_units="$fb_units 65533"
    elif [ "$fb_cp" -ge 65536 ]; then
        fb_cp=$((fb_cp - 65536))
        fb_units="$fb_units $((55296 + fb_cp / 1024)) $((56320 + fb_cp % 1024))"
    else
        fb_units="$fb_units $fb_cp"
    fi
}

# fb_event STATE REASON: fb_event_line, without its newline.
fb_event() {
    fb_time
    fb_json "$2"
    fb_event_line="{\"e\":\"state\",\"t\":$fb_t,\"state\":\"$1\",\"reason\":$fb_out}"
}

fb_say() {
    fb_event "$1" "$2"
    printf '%s\n' "$fb_event_line" >>state.jsonl
}

# ---- waiting without missing a call ---------------------------------------------------------------------------------

# Every call (TERM, USR1) ends the sleep that is being waited for, so that none is missed between a look and the wait.
fb_rung() {
    fb_woken=1
    [ -z "$fb_bell" ] || kill "$fb_bell" 2>/dev/null
}

fb_wait() {
    sleep "$1" 9>&- </dev/null >/dev/null 2>&1 &
    fb_bell=$!
    [ "$fb_woken" = 1 ] || wait "$fb_bell"
    fb_gone=$fb_bell fb_bell=
    kill "$fb_gone" 2>/dev/null
    wait "$fb_gone" 2>/dev/null
    fb_woken=0
}

# ---- the queue ------------------------------------------------------------------------------------------------------

fb_take_ticket() {
    exec 8>>"$fb_local/lock"
    flock 8
    fb_number=0
    [ ! -f "$fb_local/next" ] || read -r fb_number <"$fb_local/next"
    case $fb_number in '' | *[!0-9]* | ???????????*) fb_number=0 ;; esac
    while [ "${fb_number#0}" != "$fb_number" ] && [ "$fb_number" != 0 ]; do fb_number=${fb_number#0}; done
    fb_number=$((fb_number + 1))
    printf '%s\n' "$fb_number" >"$fb_local/next.new" && mv -f "$fb_local/next.new" "$fb_local/next"
    # Names are the order of the line: higher priority first, then arrival.
    fb_ticket=$fb_tickets/$(printf '%04d-%010d' "$((5000 - fb_priority))" "$fb_number")-$fb_run
    printf '%s %s %s %s %s\n' "$fb_run" "$$" "$fb_own_start" "$fb_boot" "$fb_name" >"$fb_local/.ticket-$fb_run" &&
        mv -f "$fb_local/.ticket-$fb_run" "$fb_ticket"
    exec 8>&-
}

# fb_before: how many living supervisors come first in the line, fb_ahead the last of them. Tickets of the dead are
# taken away on the way.
fb_position() {
    fb_before=0 fb_ahead=
    for fb_other in "$fb_tickets"/*; do
        [ "$fb_other" != "$fb_ticket" ] || return 0
        [ -f "$fb_other" ] || continue
        if fb_owner "$fb_other"; then
            fb_before=$((fb_before + 1)) fb_ahead=${fb_o_name:-$fb_o_run}
        else
            rm -f -- "$fb_other"
        fi
    done
}

# Only the first in the line looks at the slots, so looking (which takes a lock for a moment) disturbs nobody.
# fb_holders names who has them. On success descriptor 9 holds the slot's lock until this process ends, however it ends.
fb_take_slot() {
    fb_slots "$fb_host"
    fb_held=0 fb_free= fb_holders= fb_i=1
    while [ "$fb_i" -le "$fb_n" ] || [ -f "$fb_local/slots/$fb_i" ]; do
        exec 9>>"$fb_local/slots/$fb_i"
        if flock -n 9; then
            [ -n "$fb_free" ] || fb_free=$fb_i
        else
            fb_held=$((fb_held + 1))
            fb_owner "$fb_local/slots/$fb_i"
            fb_holders="$fb_holders${fb_holders:+, }${fb_o_name:-$fb_o_run}"
        fi
        exec 9>&-
        fb_i=$((fb_i + 1))
    done
    [ -n "$fb_free" ] && [ "$fb_held" -lt "$fb_n" ] || return 1
    exec 9>>"$fb_local/slots/$fb_free"
    flock -n 9 || return 1
    printf '%s %s %s %s %s\n' "$fb_run" "$$" "$fb_own_start" "$fb_boot" "$fb_name" >"$fb_local/slots/$fb_free"
    fb_slot=$fb_free
}

# Tells the first few that wait to look again.
fb_wake_others() {
    fb_told=0
    for fb_other in "$fb_tickets"/*; do
        [ "$fb_told" -lt 3 ] || break
        [ "$fb_other" != "$fb_ticket" ] && fb_owner "$fb_other" || continue
        kill -USR1 "$fb_o_pid" 2>/dev/null
        fb_told=$((fb_told + 1))
    done
}

# fb_wait_said WHY STEADY: told only when it changes; STEADY is what of it counts as a change at once. A time that moves
# is told again after ten minutes.
fb_wait_said() {
    fb_clock
    if [ "$2" != "$fb_said" ] || { [ "$1" != "$fb_said_whole" ] && [ $((fb_ds - fb_said_at)) -ge 6000 ]; }; then
        fb_say queued "$1"
        fb_said=$2 fb_said_whole=$1 fb_said_at=$fb_ds
    fi
}

# Returns 0 when its turn has come: descriptor 9 holds a slot, or fb_chosen names the GPUs to hold. Returns 1 where the
# run was canceled, told to stop, or cannot ever begin (fb_refused).
fb_queue() {
    fb_slot=
    if [ "$fb_queued" != 1 ]; then
        fb_say queued ''
        return 0
    fi
    [ -n "$fb_ticket" ] || fb_take_ticket
    while :; do
        if [ -e cancel ] || [ "$fb_term" = 1 ] || [ -n "$fb_refused" ]; then
            rm -f -- "$fb_ticket"
            fb_wake_others
            return 1
        fi
        # Something may have tidied /tmp up.
        fb_has_local || fb_local_dir "$fb_host" || return 1
        [ -f "$fb_ticket" ] || fb_take_ticket
        fb_position
        if [ "$fb_before" = 0 ]; then
            if [ "$fb_gpus" -gt 0 ]; then
                fb_take_gpus && break
                [ -z "$fb_refused" ] && [ ! -e cancel ] && [ "$fb_term" = 0 ] || continue
            else
                fb_take_slot && break
                fb_why="waiting for $fb_holders" fb_steady=$fb_why
                fb_pause=0.3
            fi
        else
            fb_why="behind $fb_ahead"
            [ "$fb_before" = 1 ] || fb_why="$fb_before before it in the queue"
            fb_steady=$fb_why
            fb_pause=$((fb_before / 2 + 1))
            [ "$fb_pause" -le 5 ] || fb_pause=5
        fi
        fb_wait_said "$fb_why" "$fb_steady"
        fb_wait "$fb_pause"
    done
    [ "$fb_said" != none ] || fb_say queued ''
    [ "$fb_said" != none ] || fb_said=
}

# ---- GPUs -----------------------------------------------------------------------------------------------------------

# fb_ask_smi QUESTION: the answer in supervisor/smi. A driver that hangs must not hang the run, nor a cancel.
fb_ask_smi() {
    "$fb_smi" "$1" --format=csv,noheader,nounits </dev/null >supervisor/smi 2>&1 &
    fb_asked=$!
    fb_clock
    fb_since=$fb_ds
    while fb_stat "$fb_asked" && [ "$fb_state" != Z ]; do
        fb_clock
        if [ $((fb_ds - fb_since)) -ge 200 ] || [ -e cancel ] || [ "$fb_term" = 1 ]; then
            kill -KILL "$fb_asked" 2>/dev/null
            fb_problem='does not answer'
            return 1
        fi
        fb_wait 0.05
    done
    wait "$fb_asked" && return
    IFS= read -r fb_problem <supervisor/smi
    fb_problem="says: $(printf %s "$fb_problem" | head -c 200)"
    return 1
}

# fb_ask_gpus: fb_cards, words index:uuid, and fb_apps, words uuid:pid of what computes on them. What is not a number or
# an identifier is passed over, but a process whose number is hidden is one.
fb_ask_gpus() {
    fb_cards= fb_apps= fb_total=0
    fb_ask_smi --query-gpu=index,uuid || return 1
    while IFS=', ' read -r fb_a fb_b fb_rest; do
        case $fb_a in '' | *[!0-9]*) continue ;; esac
        case $fb_b in '' | *[!A-Za-z0-9-]*) continue ;; esac
        fb_cards="$fb_cards $fb_a:$fb_b" fb_total=$((fb_total + 1))
    done <supervisor/smi
    fb_ask_smi --query-compute-apps=gpu_uuid,pid || return 1
    while IFS=', ' read -r fb_a fb_b fb_rest; do
        case $fb_a in GPU-* | MIG-*) ;; *) continue ;; esac
        case $fb_b in '' | *[!0-9]*) fb_b=0 ;; esac
        fb_apps="$fb_apps $fb_a:$fb_b"
    done <supervisor/smi
}

# Three times, then the run has no use of waiting on: fb_refused.
fb_look_at_gpus() {
    fb_try=0
    until fb_ask_gpus; do
        fb_try=$((fb_try + 1))
        [ ! -e cancel ] && [ "$fb_term" = 0 ] || return 1
        if [ "$fb_try" -ge 3 ]; then
            fb_refused="the host's GPUs cannot be asked for: nvidia-smi $fb_problem"
            return 1
        fi
        fb_wait 1
    done
    fb_clock
    fb_gpus_asked=$fb_ds
    [ "$fb_total" -lt "$fb_gpus" ] || return 0
    fb_word=GPUs
    [ "$fb_gpus" != 1 ] || fb_word=GPU
    fb_refused="it asked for $fb_gpus $fb_word, and the host has $fb_total"
    return 1
}

# fb_until RUN: fb_eta, " until about 15:10 UTC", from its time limit or how far it says to have come; empty where
# neither is known.
fb_until() {
    fb_eta= fb_end_at=
    case $1 in '' | *[!0-9a-f-]*) return ;; esac
    fb_of=$fb_host/runs/$1
    { read -r fb_begin fb_end_at fb_rest <"$fb_of/supervisor/began"; } 2>/dev/null || return 0
    case $fb_begin in '' | *[!0-9]*) return ;; esac
    if [ -z "$fb_end_at" ] && [ -f "$fb_of/events.jsonl" ] && [ ! -L "$fb_of/events.jsonl" ]; then
        fb_line=$(tail -c 65536 "$fb_of/events.jsonl" 2>/dev/null | grep '^{"e":"progress"' | tail -n 1 | sed -n \
            's/.*"t":\([0-9]\{1,12\}\)[.,].*"done":\([0-9]\{1,12\}\),"total":\([0-9]\{1,12\}\)[,}].*/\1 \2 \3/p')
        set -- $fb_line
        if [ $# = 3 ] && [ "$1" -gt "$fb_begin" ] && [ "$2" -gt 0 ] && [ "$3" -ge "$2" ]; then
            fb_end_at=$((fb_begin + ($1 - fb_begin) * ($3 / 1000 + 1) / ($2 / 1000 + 1)))
            [ "$3" -gt 1000000 ] || fb_end_at=$((fb_begin + ($1 - fb_begin) * $3 / $2))
        fi
    fi
    case $fb_end_at in '' | *[!0-9]*) return ;; esac
    fb_end_at=$(((fb_end_at + 299) / 300 * 300))
    fb_time
    [ "$fb_end_at" -gt "${fb_t%%.*}" ] || return 0
    fb_format='+%H:%M %Z'
    [ $((fb_end_at - ${fb_t%%.*})) -lt 72000 ] || fb_format='+%b %d, %H:%M %Z'
    fb_eta=$(date -d "@$fb_end_at" "$fb_format" 2>/dev/null) || fb_eta=
    [ -z "$fb_eta" ] || fb_eta=" until about $fb_eta"
}

# fb_app_on UUID INDEX: fb_app, words about a process that nobody of the queue vouches for; fails where there is none.
fb_app_on() {
    for fb_word in $fb_apps; do
        [ "${fb_word%%:*}" = "$1" ] || continue
        fb_pid=${fb_word#*:}
        fb_app="another user's process on GPU $2"
        if [ -O "/proc/$fb_pid" ]; then fb_app="your own process $fb_pid on GPU $2"; fi
        return 0
    done
    return 1
}

# fb_count_gpus: fb_free and fb_chosen, the first fb_gpus of the free ones; fb_holders says who has the others, and
# fb_steady the same without times. A lease that is held is somebody's, whatever the processes say.
fb_count_gpus() {
    fb_free=0 fb_leased=0 fb_chosen= fb_holders= fb_steady= fb_named=' '
    for fb_card in $fb_cards; do
        fb_index=${fb_card%%:*} fb_uuid=${fb_card#*:}
        exec 9>>"$fb_leases/$fb_uuid"
        fb_who=
        if ! flock -n 9; then
            fb_leased=$((fb_leased + 1))
            fb_owner "$fb_leases/$fb_uuid"
            fb_until "$fb_o_run"
            fb_who=${fb_o_name:-${fb_o_run:-another run}}
            # One run may have many.
            case $fb_named in *" $fb_o_run "*) fb_who= ;; esac
            fb_named="$fb_named$fb_o_run "
        elif fb_app_on "$fb_uuid" "$fb_index"; then
            fb_who=$fb_app fb_eta=
        else
            fb_free=$((fb_free + 1))
            [ "$fb_free" -gt "$fb_gpus" ] || fb_chosen="$fb_chosen $fb_card"
        fi
        exec 9>&-
        [ -n "$fb_who" ] || continue
        fb_holders="$fb_holders${fb_holders:+, }$fb_who$fb_eta"
        fb_steady="$fb_steady, $fb_who"
    done
    [ "$fb_free" -ge "$fb_gpus" ]
}

# Only the first in the line comes here. Leases cost nothing to look at; nvidia-smi is asked when these would do, and
# now and then since a GPU may go.
fb_take_gpus() {
    fb_clock
    fb_age=$((fb_ds - fb_gpus_asked)) fb_pause=2
    if [ "$fb_age" -lt 600 ]; then
        # What was asked before it came to the line is good enough to begin with.
        [ "$fb_said" != none ] || ! fb_count_gpus || return 0
        fb_apps_were=$fb_apps fb_apps=
        if fb_count_gpus; then fb_age=600; fi
        fb_apps=$fb_apps_were
    fi
    if [ "$fb_age" -ge 600 ]; then
        fb_look_at_gpus || return 1
        # Whoever gives a lease back wakes this one; the end of another's process does not, and asking takes seconds.
        fb_pause=15
    fi
    ! fb_count_gpus || return 0
    fb_are=are
    [ "$fb_free" != 1 ] || fb_are=is
    fb_why="$fb_free of $fb_total GPUs $fb_are free, it asked for $fb_gpus: $fb_holders"
    [ "$fb_free" != 0 ] || fb_why="0 of $fb_total GPUs free: $fb_holders"
    fb_steady="$fb_free $fb_total$fb_steady"
    return 1
}

# fb_hold INDEX:UUID…: the leases, then the run's life within them; fb_lived says whether it came to that. Each level's
# descriptor 9 is kept by the shell beyond those that a script can name, as a shell may have no more than ten, and is
# closed in what it executes. Only the processes that wait for the ranks have them too: as long as the program runs, its
# GPUs are its own, even where the supervisor is killed.
fb_hold() {
    fb_lived=0
    if [ $# = 0 ]; then
        fb_life
        fb_lived=1
        return
    fi
    fb_uuid=${1#*:}
    {
        if flock -n 9; then
            printf '%s %s %s %s %s\n' "$fb_run" "$$" "$fb_own_start" "$fb_boot" "$fb_name" >"$fb_leases/$fb_uuid"
            shift
            fb_hold "$@"
        fi
    } 9>>"$fb_leases/$fb_uuid"
}

# ---- the program ----------------------------------------------------------------------------------------------------

# A TCP port that nobody listens on now, for the ranks to meet.
fb_find_port() {
    fb_port=$((20000 + $$ % 10000)) fb_i=0
    while [ "$fb_i" -lt 50 ] && grep -q ":$(printf %04X "$fb_port") " /proc/net/tcp /proc/net/tcp6 2>/dev/null; do
        fb_port=$((fb_port + 1)) fb_i=$((fb_i + 1))
    done
}

fb_log_of() {
    fb_log=logs/stdout.log
    [ "$1" = 0 ] || fb_log=logs/rank-$1.log
}

# A subshell for each rank waits for its program and writes its exit down, even where the supervisor is killed.
fb_start_rank() {
    fb_log_of "$1"
    (
        [ "$fb_gpus" -gt 0 ] || exec 9>&-
        trap : TERM
        trap - USR1
        fb_users_locale
        FLAMBEAU_RUN=$fb_run FLAMBEAU_RUN_DIR=$fb_dir FLAMBEAU_RANK=$1 FB_PORT=$fb_port FB_GPUS=$fb_uuids \
            setsid $fb_shell "$fb_self" rank "$1" </dev/null 9>&- >>"$fb_log" 2>&1 &
        fb_child=$!
        fb_stat "$fb_child" || fb_start=0
        fb_child_start=$fb_start
        printf '%s %s\n' "$fb_child" "$fb_start" >"supervisor/rank-$1.new"
        mv -f "supervisor/rank-$1.new" "supervisor/rank-$1.pid"
        kill -USR1 "$$" 2>/dev/null
        while :; do
            wait "$fb_child"
            fb_code=$?
            fb_alive "$fb_child" "$fb_child_start" || break
        done
        # A call may have ended the wait just as the program ended: ask once more.
        wait "$fb_child" 2>/dev/null
        fb_again=$?
        [ "$fb_again" = 127 ] || fb_code=$fb_again
        fb_time
        printf '%s %s\n' "$fb_code" "$fb_t" >"supervisor/rank-$1.new"
        mv -f "supervisor/rank-$1.new" "supervisor/rank-$1.exit"
        kill -USR1 "$$" 2>/dev/null
    ) &
}

fb_write_pid() {
    {
        printf 'boot %s\nsupervisor %s %s\n' "$fb_boot" "$$" "$fb_own_start"
        for fb_word in $fb_ranks; do
            fb_n=${fb_word%%:*} fb_a=${fb_word#*:}
            printf 'rank %s %s %s %s\n' "$fb_n" "${fb_a%%:*}" "${fb_a#*:}" "${fb_a%%:*}"
        done
    } >pid.new && mv -f pid.new pid
}

# All ranks are started and known: fb_ranks, words rank:pid:start. Returns 1 with fb_stop_why where that is not to be
# waited for; a rank that comes late then sees the mark `closed` and does not begin its program.
fb_start_ranks() {
    fb_find_port
    fb_clock
    fb_began=$fb_ds fb_i=0
    while [ "$fb_i" -lt "$fb_world" ]; do
        fb_start_rank "$fb_i"
        fb_i=$((fb_i + 1))
    done
    fb_ranks= fb_i=0
    while [ "$fb_i" -lt "$fb_world" ]; do
        until [ -f "supervisor/rank-$fb_i.pid" ]; do
            fb_clock
            if [ -e cancel ]; then
                fb_stop_why=cancel
            elif [ "$fb_term" = 1 ]; then
                fb_stop_why=term
            elif [ $((fb_ds - fb_began)) -ge 1200 ]; then
                fb_stop_why=rank fb_refused="rank $fb_i could not be started"
            else
                fb_wait 0.2
                continue
            fi
            : >supervisor/closed
            fb_write_pid
            return 1
        done
        read -r fb_a fb_b <"supervisor/rank-$fb_i.pid"
        fb_ranks="$fb_ranks $fb_i:$fb_a:$fb_b"
        fb_i=$((fb_i + 1))
    done
    fb_write_pid
}

# fb_look: fb_running, how many ranks live; fb_cause, the first rank that failed.
fb_look() {
    fb_running=0
    for fb_word in $fb_ranks; do
        fb_n=${fb_word%%:*} fb_a=${fb_word#*:}
        if [ -f "supervisor/rank-$fb_n.exit" ]; then
            read -r fb_code fb_b <"supervisor/rank-$fb_n.exit"
            [ "$fb_code" = 0 ] || [ -n "$fb_cause" ] || fb_cause=$fb_n
        elif fb_alive "${fb_a%%:*}" "${fb_a#*:}"; then
            fb_running=$((fb_running + 1))
        else
            # Its watcher writes the exit at once, unless it was killed.
            fb_clock
            [ -n "$fb_unseen" ] || fb_unseen=$fb_ds
            if [ $((fb_ds - fb_unseen)) -lt 20 ]; then
                fb_running=$((fb_running + 1))
            else
                [ -n "$fb_cause" ] || fb_cause=$fb_n
            fi
        fi
    done
}

# Until every rank has ended, or there is a reason to end them: fb_stop_why = cancel, term, limit or rank.
fb_watch() {
    fb_cause= fb_stop_why= fb_unseen=
    fb_clock
    fb_began=$fb_ds
    fb_touched=$fb_ds
    while :; do
        fb_look
        [ "$fb_running" -gt 0 ] || return 0
        fb_clock
        if [ -e cancel ]; then
            fb_stop_why=cancel
        elif [ "$fb_term" = 1 ]; then
            fb_stop_why=term
        elif [ "$fb_limit" -gt 0 ] && [ $((fb_ds - fb_began)) -ge "$fb_limit" ]; then
            fb_stop_why=limit
        elif [ -n "$fb_cause" ]; then
            fb_stop_why=rank
        fi
        [ -z "$fb_stop_why" ] || return 0
        # What cleans /tmp by age must not take a lock file that is in use.
        if [ -n "$fb_slot$fb_chosen" ] && [ $((fb_ds - fb_touched)) -gt 216000 ]; then
            [ -z "$fb_slot" ] || touch "$fb_local/slots/$fb_slot" 2>/dev/null
            for fb_card in $fb_chosen; do touch "$fb_leases/${fb_card#*:}" 2>/dev/null; done
            touch "$fb_local/lock" "$fb_local" 2>/dev/null
            fb_touched=$fb_ds
        fi
        fb_pause=5
        if [ -n "$fb_unseen" ]; then
            fb_pause=0.2
        elif [ "$fb_limit" -gt 0 ] && [ $((fb_limit - fb_ds + fb_began)) -lt 50 ]; then
            fb_pause=$(((fb_limit - fb_ds + fb_began) / 10)).$(((fb_limit - fb_ds + fb_began) % 10 + 1))
            case $fb_pause in *.10) fb_pause=$((${fb_pause%%.*} + 1)) ;; esac
        fi
        fb_wait "$fb_pause"
    done
}

# ---- ending processes -----------------------------------------------------------------------------------------------

# fb_table: "pid ppid pgrp session start" of every process that is no zombie, one a line.
fb_read_table() {
    fb_table=
    fb_ifs=$IFS
    IFS='
'
    for fb_line in $(cat /proc/[0-9]*/stat 2>/dev/null); do
        IFS=$fb_ifs
        fb_pid=${fb_line%% *}
        case $fb_pid in '' | *[!0-9]*) continue ;; esac
        set -- ${fb_line##*) }
        case ${1-Z} in Z | X | x) continue ;; esac
        [ $# -ge 20 ] || continue
        fb_table="$fb_table$fb_pid $2 $3 $4 ${20}
"
    done
    IFS=$fb_ifs
}

# fb_descend: every process below the living ranks, remembered in fb_known as words pid:start. One that has left the
# group, the session and the environment behind is found here as long as its parents live.
fb_descend() {
    fb_family=' '
    for fb_word in $fb_ranks; do
        fb_a=${fb_word#*:}
        ! fb_alive "${fb_a%%:*}" "${fb_a#*:}" || fb_family="$fb_family${fb_a%%:*} "
    done
    [ "$fb_family" != ' ' ] || return 0
    fb_read_table
    fb_grew=1
    while [ "$fb_grew" = 1 ]; do
        fb_grew=0
        while read -r fb_pid fb_ppid fb_pgrp fb_session fb_start; do
            case $fb_family in *" $fb_pid "*) continue ;; esac
            case $fb_family in
            *" $fb_ppid "*)
                fb_family="$fb_family$fb_pid " fb_grew=1
                fb_known="$fb_known $fb_pid:$fb_start"
                ;;
            esac
        done <<FB_TABLE
$fb_table
FB_TABLE
    done
}

# fb_strays: pids of living processes of this run: by its id in their environment, by the session of a rank that this
# supervisor started, by what fb_descend remembers.
fb_find_strays() {
    fb_strays=' '
    for fb_file in $(grep -lF "FLAMBEAU_RUN=$fb_run" /proc/[0-9]*/environ 2>/dev/null); do
        fb_pid=${fb_file#/proc/}
        fb_pid=${fb_pid%%/*}
        fb_stat "$fb_pid" || continue
        case $fb_state in Z | X | x) continue ;; esac
        fb_strays="$fb_strays$fb_pid "
    done
    for fb_word in $fb_known; do
        fb_alive "${fb_word%%:*}" "${fb_word#*:}" || continue
        case $fb_strays in *" ${fb_word%%:*} "*) ;; *) fb_strays="$fb_strays${fb_word%%:*} " ;; esac
    done
    fb_sessions=' '
    for fb_word in $fb_ranks; do
        fb_a=${fb_word#*:}
        fb_sessions="$fb_sessions${fb_a%%:*} "
    done
    if [ "$fb_sessions" != ' ' ] && [ "$fb_trust_sessions" = 1 ]; then
        fb_read_table
        while read -r fb_pid fb_ppid fb_pgrp fb_session fb_start; do
            [ -n "$fb_pid" ] || continue
            case $fb_sessions in *" $fb_session "*) ;; *) continue ;; esac
            case $fb_strays in *" $fb_pid "*) ;; *) fb_strays="$fb_strays$fb_pid " ;; esac
        done <<FB_TABLE
$fb_table
FB_TABLE
    fi
}

fb_signal() {
    for fb_word in $fb_ranks; do
        fb_a=${fb_word#*:}
        ! fb_alive "${fb_a%%:*}" "${fb_a#*:}" || kill "-$1" "-${fb_a%%:*}" 2>/dev/null
    done
    for fb_pid in $fb_strays; do
        [ "$fb_pid" = "$$" ] || kill "-$1" "$fb_pid" 2>/dev/null
    done
}

# fb_end GRACE: TERM to all, up to GRACE tenths of a second, KILL until nothing is left. fb_left: what would not go.
fb_end() {
    fb_descend
    fb_find_strays
    fb_left=
    [ "$fb_strays" != ' ' ] || return 0
    fb_signal TERM
    fb_signal CONT # one that is stopped hears TERM only when it goes on
    fb_clock
    fb_deadline=$((fb_ds + $1))
    while :; do
        fb_wait 0.1
        fb_find_strays
        [ "$fb_strays" != ' ' ] || return 0
        fb_clock
        [ "$fb_ds" -lt "$fb_deadline" ] || break
    done
    fb_round=0
    while [ "$fb_round" -lt 50 ]; do
        fb_descend
        fb_signal KILL
        fb_wait 0.1
        fb_find_strays
        [ "$fb_strays" != ' ' ] || return 0
        fb_round=$((fb_round + 1))
    done
    for fb_pid in $fb_strays; do
        fb_comm='?'
        { read -r fb_comm <"/proc/$fb_pid/comm"; } 2>/dev/null
        fb_json "$fb_pid $fb_comm"
        fb_left="$fb_left${fb_left:+,}$fb_out"
    done
}

# ---- the record -----------------------------------------------------------------------------------------------------

fb_hash_tool() {
    if command -v sha256sum >/dev/null 2>&1; then
        fb_hasher=sha256sum
    elif command -v busybox >/dev/null 2>&1; then
        fb_hasher='busybox sha256sum'
    elif command -v shasum >/dev/null 2>&1; then
        fb_hasher='shasum -a 256'
    else
        fb_hasher=
    fi
}

# Mode `files`: a JSON object a line for each name.
fb_files() {
    fb_hash_tool
    for fb_file; do
        fb_json "$fb_file"
        if [ "$fb_bad" = 1 ]; then
            printf 'skipped %s\n' "$fb_out"
            continue
        fi
        fb_path=$fb_out
        fb_size=$(wc -c <"$fb_file") || {
            printf 'skipped %s\n' "$fb_path"
            continue
        }
        fb_sum=
        [ -z "$fb_hasher" ] || fb_sum=$($fb_hasher <"$fb_file")
        printf 'file {"path":%s,"bytes":%s,"sha256":"%s"}\n' "$fb_path" "$((fb_size))" "${fb_sum%% *}"
    done
}

# Mode `names`: names only, of what is neither file nor folder.
fb_names() {
    for fb_file; do
        fb_json "$fb_file"
        printf 'skipped %s\n' "$fb_out"
    done
}

# To supervisor/files, by one writer: on a full disk the file breaks off and has no end line, but no line is missing
# within. Fails unless all of it is there.
fb_manifest() {
    {
        find outputs logs -type f -exec $fb_shell "$fb_self" files {} +
        for fb_file in events.jsonl events-*.jsonl; do
            case $fb_file in *[!a-z0-9.-]*) continue ;; esac
            [ ! -f "$fb_file" ] || [ -L "$fb_file" ] || fb_files "$fb_file"
        done
        find outputs ! -type f ! -type d -exec $fb_shell "$fb_self" names {} +
        printf 'end\n'
    } 2>/dev/null | cat >supervisor/files || return 1
    [ "$(tail -n 1 supervisor/files)" = end ]
}

# fb_verdict: fb_end_state and fb_end_reason from the exits (CONTRACTS: exit 0 completes, a cancel mark cancels, else it
# failed), and the words of exit.json about them.
fb_verdict() {
    fb_exits= fb_all_zero=1 fb_last=0 fb_known_ranks=0 fb_final_code=null fb_final_rank=0
    for fb_word in $fb_ranks; do
        fb_n=${fb_word%%:*} fb_code= fb_b=0 fb_known_ranks=$((fb_known_ranks + 1))
        [ ! -f "supervisor/rank-$fb_n.exit" ] || read -r fb_code fb_b <"supervisor/rank-$fb_n.exit"
        fb_sig=0
        [ "${fb_code:-0}" -le 128 ] || [ "$fb_code" -gt 192 ] || fb_sig=$((fb_code - 128))
        [ "$fb_code" = 0 ] || fb_all_zero=0
        fb_exits="$fb_exits${fb_exits:+,}{\"rank\":$fb_n,\"exit_code\":${fb_code:-null},\"signal\":$fb_sig,\"ended\":${fb_b:-0}}"
        if [ "$fb_n" = "${fb_cause:-0}" ]; then
            fb_final_code=${fb_code:-null} fb_final_rank=$fb_n
        fi
    done
    [ "$fb_known_ranks" = "$fb_world" ] || fb_all_zero=0
    fb_final_signal=0
    if [ "$fb_final_code" != null ] && [ "$fb_final_code" -gt 128 ] && [ "$fb_final_code" -le 192 ]; then
        fb_final_signal=$((fb_final_code - 128))
    fi
    fb_who='the program'
    [ "$fb_world" = 1 ] || fb_who="rank $fb_final_rank"
    fb_end_state=failed
    if [ "$fb_all_zero" = 1 ]; then
        fb_end_state=completed fb_end_reason=
    elif [ -e cancel ]; then
        fb_end_state=canceled fb_end_reason='canceled'
        [ -n "$fb_ranks" ] || fb_end_reason='canceled before it began'
    elif [ "$fb_stop_why" = limit ]; then
        fb_end_reason="stopped at its time limit of $((fb_limit / 10)) s"
    elif [ "$fb_stop_why" = term ]; then
        fb_end_reason='stopped from outside: its supervisor was told to end (the machine going down?)'
    elif [ -n "$fb_refused" ]; then
        fb_end_reason=$fb_refused
    elif [ "$fb_final_code" = null ]; then
        fb_end_reason="$fb_who ended and what watched it was killed, so its exit code is not known"
    elif [ "$fb_final_signal" = 9 ]; then
        fb_end_reason="$fb_who was killed (signal 9), as the system does when memory runs out"
    elif [ "$fb_final_signal" -gt 0 ]; then
        fb_end_reason="$fb_who ended by signal $fb_final_signal"
    else
        fb_end_reason="$fb_who ended with exit code $fb_final_code"
    fi
    [ -z "$fb_left" ] || fb_end_reason="$fb_end_reason${fb_end_reason:+; }some of its processes could not be ended"
}

# fb_exit_json WITH_FILES: the last event, and exit.json.new, on disk before this returns.
fb_exit_json() {
    fb_event "$fb_end_state" "$fb_end_reason"
    fb_reason_json=$fb_out
    fb_size=0
    [ ! -f state.jsonl ] || fb_size=$(wc -c <state.jsonl)
    fb_size=$((fb_size + ${#fb_event_line} + 1))
    {
        printf '{"flambeau":1,"run":"%s","state":"%s","reason":%s,' "$fb_run" "$fb_end_state" "$fb_reason_json"
        printf '"exit_code":%s,"signal":%s,"rank":%s,' "$fb_final_code" "$fb_final_signal" "$fb_final_rank"
        fb_timed=false
        [ "$fb_stop_why" != limit ] || fb_timed=true
        # Another machine, or this one after its restart, may go on with it.
        [ "$fb_stop_why" != term ] || [ "$fb_end_state" != failed ] || printf '"stopped":"term",'
        printf '"timed_out":%s,"started":%s,"ended":%s,' "$fb_timed" "${fb_started:-0}" "$fb_t"
        printf '"ranks":[%s],"left":[%s],\n"files":[\n' "$fb_exits" "$fb_left"
        [ "$1" = 0 ] ||
            sed -n 's/^file \({"path":"[^"]*","bytes":[0-9][0-9]*,"sha256":"[0-9a-f]*"}\)$/\1,/p' supervisor/files
        printf '{"path":"state.jsonl","bytes":%s,"sha256":""}],\n"skipped":[' "$fb_size"
        [ "$1" = 0 ] || sed -n 's/^skipped \("[^"]*"\)$/\1/p' supervisor/files | sed '$!s/$/,/'
        printf ']}\n'
    } | dd of=exit.json.new conv=fsync 2>/dev/null
    # A full disk shows in what has arrived.
    [ -s exit.json.new ] && [ "$(tail -c 2 exit.json.new)" = '}' ]
}

# Room for the record of the end is kept from the beginning: a run that fills its disk ends all the same.
fb_keep_reserve() { dd if=/dev/zero of=supervisor/reserve bs=4096 count=32 2>/dev/null; }

# The record did not fit, or something else went wrong with it.
fb_use_reserve() {
    if ! dd if=/dev/zero of=supervisor/more bs=4096 count=16 2>/dev/null; then
        fb_end_reason="$fb_end_reason${fb_end_reason:+; }no space was left on its disk"
    fi
    rm -f supervisor/more supervisor/reserve
    # What did not fit may have left half a line.
    if [ -s state.jsonl ] && [ -n "$(tail -c 1 state.jsonl)" ]; then printf '\n' >>state.jsonl; fi
}

# The last event is on disk before exit.json has its name: who sees exit.json may read everything to its end.
fb_record() {
    fb_end_reason= fb_t=0
    fb_verdict
    fb_say finalizing ''
    fb_try=0 fb_spent=
    # Whoever frees the disk within a minute has the outputs in the record; after that the end alone has to do.
    until { fb_manifest && fb_exit_json 1; } || { [ "$fb_try" -ge 12 ] && fb_exit_json 0; }; do
        if [ -z "$fb_spent" ] && [ -e supervisor/reserve ]; then
            fb_spent=1
            fb_use_reserve
            continue
        fi
        fb_try=$((fb_try + 1))
        [ "$fb_try" -lt 120 ] || return 1
        fb_wait 5
    done
    rm -f supervisor/reserve
    printf '%s\n' "$fb_event_line" >>state.jsonl
    mv -f exit.json.new exit.json
    sync . 2>/dev/null
}

# ---- the run's life -------------------------------------------------------------------------------------------------

fb_open() {
    fb_host=$1 fb_dir=$2
    cd -- "$fb_dir" || exit 1
    . ./supervisor/launch.sh || exit 1
    fb_boot_id
    fb_stat "$$"
    fb_own_start=$fb_start
    fb_woken=0 fb_term=0 fb_bell= fb_known= fb_ranks= fb_left= fb_stop_why= fb_cause= fb_refused= fb_ticket= fb_slot=
    fb_inhibitor= fb_started= fb_strays=' ' fb_trust_sessions=1 fb_unseen= fb_chosen= fb_uuids=
    fb_said=none fb_said_whole= fb_said_at=0 fb_gpus_asked=-600 fb_apps= fb_cards=
    # A run that another version wrote down may have none of these.
    fb_gpus=${fb_gpus:-0} fb_priority=${fb_priority:-0}
    trap 'fb_term=1; fb_rung' TERM
    trap fb_rung USR1
    trap '' HUP INT QUIT
    mkdir -p logs outputs
    [ -e exit.json ] || fb_keep_reserve
}

fb_close() {
    [ -z "$fb_inhibitor" ] || kill -TERM "-$fb_inhibitor" 2>/dev/null
    [ "$fb_gpus" -gt 0 ] || exec 9>&-
    [ "$fb_queued" != 1 ] || fb_wake_others
}

fb_stay_awake() {
    [ "$fb_awake" = 1 ] && command -v systemd-inhibit >/dev/null 2>&1 || return 0
    setsid $fb_shell "$fb_self" inhibit "$$" "$fb_own_start" 9>&- </dev/null >/dev/null 2>&1 &
    fb_inhibitor=$!
}

fb_supervise() {
    fb_open "$1" "$2"
    fb_write_pid
    if [ ! -s state.jsonl ]; then
        printf '{"flambeau":1,"run":"%s","rank":0}\n' "$fb_run" >>state.jsonl
    fi
    if ! fb_local_dir "$fb_host"; then
        fb_queued=0 fb_refused='no folder for locks could be made on the host'
    elif [ "$fb_queued" = 1 ] && ! command -v flock >/dev/null 2>&1; then
        fb_queued=0 fb_refused='the host has no flock (package util-linux), which the queue needs'
    fi
    fb_tickets=$fb_local/tickets
    if [ "$fb_gpus" -gt 0 ] && [ -z "$fb_refused" ]; then
        # GPUs are always waited for; and that there are enough is asked before, not when its turn comes.
        fb_queued=1 fb_tickets=$fb_local/gpu-tickets
        if fb_find_smi; then
            fb_look_at_gpus
        else
            fb_refused='it asked for GPUs, and the host has no nvidia-smi to find them'
        fi
    fi
    if [ -n "$fb_refused" ]; then
        fb_say queued ''
        fb_record
        return
    fi
    # A GPU may be taken between the look and the hand on it; then it is in the line again.
    while :; do
        fb_queue || {
            [ -e cancel ] || [ -n "$fb_refused" ] || fb_stop_why=term
            fb_record
            break
        }
        fb_hold $fb_chosen
        [ "$fb_lived" = 0 ] || break
        fb_wait 1
    done
    fb_close
}

# The program's time, from its start to the record of its end.
fb_life() {
    if [ "$fb_queued" = 1 ]; then
        rm -f -- "$fb_ticket"
        fb_wake_others
    fi
    fb_time
    fb_started=$fb_t
    for fb_card in $fb_chosen; do fb_uuids="$fb_uuids${fb_uuids:+,}${fb_card#*:}"; done
    fb_end_at=
    [ "$fb_limit" = 0 ] || fb_end_at=$((${fb_t%%.*} + fb_limit / 10))
    printf '%s %s\n' "${fb_t%%.*}" "$fb_end_at" >supervisor/began
    for fb_card in $fb_chosen; do printf '%s %s\n' "${fb_card%%:*}" "${fb_card#*:}"; done >supervisor/gpus
    fb_stay_awake
    if fb_start_ranks; then
        fb_say running ''
        fb_watch
    fi
    if [ -n "$fb_stop_why" ]; then
        fb_end "$fb_grace"
    elif [ "$fb_grace" -lt 30 ]; then
        fb_end "$fb_grace"
    else
        fb_end 30
    fi
    # The watchers write the last exits down.
    fb_try=0
    while fb_look && [ "$fb_running" -gt 0 ] && [ "$fb_try" -lt 30 ] && [ -z "$fb_left" ]; do
        fb_wait 0.1
        fb_try=$((fb_try + 1))
    done
    fb_record
}

# The supervisor was killed; this process takes its place to end what is left. The machine's lock lets one of them in.
fb_finish() {
    fb_open "$1" "$2"
    fb_local_dir "$fb_host" || exit 1
    exec 9>>"$fb_local/finish-$fb_run"
    flock -n 9 || exit 0
    [ ! -e exit.json ] || exit 0
    fb_read_pid . && [ "$fb_p_boot" = "$fb_boot" ] || exit 0
    if fb_alive "$fb_p_pid" "$fb_p_start"; then
        [ ! -s state.jsonl ] || kill -USR1 "$fb_p_pid"
        exit 0
    fi
    # A session's number may have been used again since; only living ranks vouch for theirs.
    fb_ranks=$fb_p_ranks fb_trust_sessions=0
    for fb_word in $fb_ranks; do
        fb_a=${fb_word#*:}
        ! fb_alive "${fb_a%%:*}" "${fb_a#*:}" || fb_trust_sessions=1
    done
    fb_write_pid
    # Whoever was killed may have left half a line.
    if [ -s state.jsonl ] && [ -n "$(tail -c 1 state.jsonl)" ]; then printf '\n' >>state.jsonl; fi
    fb_end "$fb_grace"
    fb_try=0
    while fb_look && [ "$fb_running" -gt 0 ] && [ "$fb_try" -lt 30 ]; do
        fb_wait 0.1
        fb_try=$((fb_try + 1))
    done
    fb_record
    rm -f -- "$fb_local/finish-$fb_run"
    exec 9>&-
    for fb_tickets in "$fb_local/gpu-tickets" "$fb_local/tickets"; do fb_wake_others; done
}

# ---- the rank's own process -----------------------------------------------------------------------------------------

# Mode `rank`: environment first, then `expand` in it. Signals that a background job of a shell ignores are given back
# to the program where `env` can.
fb_rank() {
    fb_dir=$FLAMBEAU_RUN_DIR
    cd -- "$fb_dir" && . ./supervisor/launch.sh || exit 126
    [ ! -e supervisor/closed ] || exit 126
    cd -- "$fb_workdir" || {
        printf 'flambeau: there is no folder %s to run in\n' "$fb_workdir" >&2
        exit 126
    }
    fb_env=env
    env --default-signal true 2>/dev/null && fb_env='env --default-signal'
    fb_port=$FB_PORT fb_uuids=$FB_GPUS
    unset FB_PORT FB_GPUS
    fb_rank_words "$1"
    exit 126
}

fb_go() {
    exec $fb_env "FLAMBEAU_RUN=$fb_run" "FLAMBEAU_RUN_DIR=$fb_dir" "FLAMBEAU_RANK=$FLAMBEAU_RANK" \
        "RANK=$FLAMBEAU_RANK" "LOCAL_RANK=$FLAMBEAU_RANK" "WORLD_SIZE=$fb_world" "LOCAL_WORLD_SIZE=$fb_world" \
        MASTER_ADDR=127.0.0.1 "MASTER_PORT=$fb_port" ${fb_uuids:+"CUDA_VISIBLE_DEVICES=$fb_uuids"} "$@"
}

# fb_expand_word WORD: fb_out. `$NAME` and `${NAME}` from the environment, `$$` is a dollar, nothing else.
fb_expand_word() {
    fb_left=$1 fb_out=
    while :; do
        case $fb_left in
        *\$*) ;;
        *)
            fb_out=$fb_out$fb_left
            return 0
            ;;
        esac
        fb_out=$fb_out${fb_left%%\$*}
        fb_left=${fb_left#*\$}
        fb_key=
        case $fb_left in
        \$*)
            fb_out=$fb_out\$ fb_left=${fb_left#?}
            continue
            ;;
        \{*\}*)
            fb_key=${fb_left#?}
            fb_key=${fb_key%%\}*}
            case $fb_key in '' | [0-9]* | *[!A-Za-z0-9_]*) fb_key= ;; esac
            [ -z "$fb_key" ] || fb_left=${fb_left#*\}}
            ;;
        [A-Za-z_]*)
            fb_key=${fb_left%%[!A-Za-z0-9_]*}
            fb_left=${fb_left#"$fb_key"}
            ;;
        esac
        if [ -z "$fb_key" ]; then
            fb_out=$fb_out\$
            continue
        fi
        fb_value_of "$fb_key" || return 1
        fb_out=$fb_out$fb_value
    done
}

fb_value_of() {
    if command -v printenv >/dev/null 2>&1; then
        fb_value=$(printenv "$1" && printf .) || return 1
        fb_value=${fb_value%??}
    else
        # The name has been checked to be one.
        eval "fb_value=\${$1-}; [ -n \"\${$1+set}\" ]" || return 1
    fi
}

# Mode `expand`: replaces, then becomes the program.
fb_expand() {
    fb_count=$# fb_at=0
    while [ "$fb_at" -lt "$fb_count" ]; do
        fb_expand_word "$1" || {
            printf 'flambeau: word %s of the command names $%s, which is not set; a dollar sign is written $$\n' \
                "$((fb_at + 1))" "$fb_key" >&2
            exit 126
        }
        shift
        set -- "$@" "$fb_out"
        fb_at=$((fb_at + 1))
    done
    case $1 in
    */*) [ -f "$1" ] && [ -x "$1" ] ;;
    *) command -v -- "$1" >/dev/null 2>&1 ;;
    esac || {
        printf 'flambeau: the program %s is not there or may not be run\n' "$1" >&2
        exit 127
    }
    fb_users_locale
    unset FLAMBEAU_SHELL
    exec "$@"
}

# Keeps the desktop awake as long as the supervisor lives; where sleep may not be held up, idleness at least.
fb_inhibit() {
    for fb_what in idle:sleep idle; do
        systemd-inhibit --what=$fb_what --mode=block --who=Flambeau --why='A training run goes on' \
            $fb_shell "$fb_self" awake "$1" "$2" && return
    done
}

fb_self=$0
# "sh", or what the starter names: the absolute path of its first word, since a run may change PATH.
fb_shell=${FLAMBEAU_SHELL:-sh}
fb_first=$(command -v "${fb_shell%% *}") || fb_first=/bin/sh
case $fb_shell in *' '*) fb_shell="$fb_first ${fb_shell#* }" ;; *) fb_shell=$fb_first ;; esac
fb_plain_locale
fb_mode=${1-}
[ $# -eq 0 ] || shift
case $fb_mode in
supervise) fb_supervise "$@" ;;
finish) fb_finish "$@" ;;
rank)
    fb_users_locale
    fb_rank "$@"
    ;;
expand) fb_expand "$@" ;;
files) fb_files "$@" ;;
names) fb_names "$@" ;;
inhibit) fb_inhibit "$@" ;;
awake) while fb_alive "$1" "$2"; do sleep 5; done ;;
*)
    printf 'flambeau: the supervisor is not called by hand\n' >&2
    exit 2
    ;;
esac
