#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Flambeau: the part that the supervisor and the one-shot host scripts share. POSIX sh (dash, bash --posix, busybox).
# A process is known by its number, its start time in ticks after boot and the machine's boot id: numbers alone are
# used again. Names begin with fb_ so that they do not meet a user's variables.

# These scripts work on bytes; what they start gets the locale that they were given.
fb_plain_locale() {
    fb_locale=${LC_ALL+set} fb_locale_was=${LC_ALL-}
    LC_ALL=C
}

fb_users_locale() {
    if [ "$fb_locale" = set ]; then LC_ALL=$fb_locale_was; else unset LC_ALL; fi
}

fb_boot_id() {
    fb_boot=
    { read -r fb_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null || fb_boot=unknown
}

# Tenths of a second since boot, without a fork.
fb_clock() {
    read -r fb_ds fb_rest </proc/uptime
    fb_frac=${fb_ds#*.}
    fb_ds=${fb_ds%%.*}${fb_frac%"${fb_frac#?}"}
    fb_ds=$((${fb_ds#0} + 0))
}

# fb_stat PID: fb_state, fb_ppid, fb_pgrp, fb_session, fb_start; fails where there is no such process. A name may hold
# blanks, parentheses and newlines, so the fields count from the last parenthesis.
fb_stat() {
    fb_line=
    { while IFS= read -r fb_part || [ -n "$fb_part" ]; do fb_line="$fb_line $fb_part"; done <"/proc/$1/stat"; } \
        2>/dev/null || return 1
    [ -n "$fb_line" ] || return 1
    set -- ${fb_line##*) }
    [ $# -ge 20 ] || return 1
    fb_state=$1 fb_ppid=$2 fb_pgrp=$3 fb_session=$4
    shift 19
    fb_start=$1
}

# fb_alive PID START: that very process lives; a zombie does not.
fb_alive() {
    case $1$2 in '' | *[!0-9]*) return 1 ;; esac
    fb_stat "$1" || return 1
    [ "$fb_start" = "$2" ] || return 1
    case $fb_state in Z | X | x) return 1 ;; esac
}

# fb_read_pid RUN_FOLDER: what the pid file says: fb_p_boot, fb_p_pid, fb_p_start, fb_p_ranks (words rank:pid:start).
fb_read_pid() {
    fb_p_boot= fb_p_pid= fb_p_start= fb_p_ranks=
    [ -f "$1/pid" ] || return 1
    while read -r fb_word fb_a fb_b fb_c fb_rest; do
        case $fb_word in
        boot) fb_p_boot=$fb_a ;;
        supervisor) fb_p_pid=$fb_a fb_p_start=$fb_b ;;
        rank) fb_p_ranks="$fb_p_ranks $fb_a:$fb_b:$fb_c" ;;
        esac
    done <"$1/pid"
    # The ranks enter the pid file together; a supervisor killed before has left them here.
    for fb_word in "$1"/supervisor/rank-*.pid; do
        fb_c=${fb_word##*/rank-}
        fb_c=${fb_c%.pid}
        case $fb_c in '' | *[!0-9]*) continue ;; esac
        case "$fb_p_ranks " in *" $fb_c:"*) continue ;; esac
        { read -r fb_a fb_b fb_rest <"$fb_word"; } 2>/dev/null || continue
        fb_p_ranks="$fb_p_ranks $fb_c:$fb_a:$fb_b"
    done
    [ -n "$fb_p_pid" ]
}

# fb_local_dir HOST_FOLDER: fb_local, the folder of this very machine for locks and tickets, which is never shared as a
# home may be, and fb_leases, that for its GPUs. In /tmp it must be ours alone; where somebody else has taken the name, the host's folder serves, with the
# boot id in the path. Nothing of the environment enters: all who use one host's folder must meet in one place.
fb_local_dir() {
    fb_boot_id
    fb_uid=$(id -u)
    fb_sum=$(cd -- "$1" 2>/dev/null && pwd -P | cksum) || return 1
    fb_sum=${fb_sum%% *}
    fb_base=${FLAMBEAU_LOCK_BASE:-/tmp}/flambeau-$fb_uid
    fb_mask=$(umask)
    umask 077
    mkdir "$fb_base" 2>/dev/null
    if [ ! -L "$fb_base" ] && [ -d "$fb_base" ] && fb_private "$fb_base"; then
        fb_local=$fb_base/$fb_sum
    else
        fb_local=$1/queue/$fb_boot
    fi
    # One user's GPUs are leased in one place, whichever folders the runs are in.
    fb_leases=${fb_local%/*}/gpus
    mkdir -p "$fb_local/tickets" "$fb_local/slots" "$fb_local/gpu-tickets" "$fb_leases" 2>/dev/null
    umask "$fb_mask"
    fb_has_local
}

fb_has_local() {
    [ -d "$fb_local/tickets" ] && [ -d "$fb_local/slots" ] && [ -d "$fb_local/gpu-tickets" ] && [ -d "$fb_leases" ]
}

# Whether nobody else may write there.
fb_private() {
    fb_mode=$(ls -ldn -- "$1" 2>/dev/null) || return 1
    case $fb_mode in d????-??-?*) ;; *) return 1 ;; esac
    set -- $fb_mode
    [ "$3" = "$fb_uid" ]
}

# fb_slots HOST_FOLDER: fb_n, the number of runs at once; 1 unless queue/slots says another from 1 to 999.
fb_slots() {
    fb_n=1
    [ -f "$1/queue/slots" ] || return 0
    { read -r fb_n <"$1/queue/slots"; } 2>/dev/null
    case $fb_n in '' | *[!0-9]* | 0* | ????*) fb_n=1 ;; esac
}

# fb_owner FILE: the words of a slot, a GPU's lease or a ticket: fb_o_run, fb_o_pid, fb_o_start, fb_o_boot, fb_o_name.
fb_owner() {
    fb_o_run= fb_o_pid= fb_o_start= fb_o_boot= fb_o_name=
    { read -r fb_o_run fb_o_pid fb_o_start fb_o_boot fb_o_name <"$1"; } 2>/dev/null
    [ -n "$fb_o_boot" ] && [ "$fb_o_boot" = "$fb_boot" ] && fb_alive "$fb_o_pid" "$fb_o_start"
}

# fb_find_smi: fb_smi, the program that knows the GPUs; fails where there is none.
fb_find_smi() {
    fb_smi=$(command -v nvidia-smi) && return
    for fb_smi in /usr/lib/wsl/lib/nvidia-smi /usr/local/nvidia/bin/nvidia-smi; do
        [ ! -x "$fb_smi" ] || return 0
    done
    return 1
}
