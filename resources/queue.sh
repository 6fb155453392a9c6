# SPDX-License-Identifier: GPL-3.0-or-later
# The queue of a host as it stands; runs after host.sh. Whoever looks takes each lock for a moment and gives it back.

# fb_show_queue HOST: slots, who has one or GPUs, who waits, and a few words about each.
fb_show_queue() {
    printf 'flambeau-queue 1\n'
    fb_slots "$1"
    printf 'slots %s\n' "$fb_n"
    if [ -d "$1" ] && fb_local_dir "$1"; then
        fb_host=$1 fb_told=' '
        for fb_file in "$fb_local"/slots/* "$fb_leases"/*; do
            [ -f "$fb_file" ] || continue
            flock -n "$fb_file" true 2>/dev/null && continue
            # A GPU is its run's as long as the program lives, even without the supervisor.
            fb_owner "$fb_file" || case $fb_file in "$fb_leases"/*) [ "$fb_o_boot" = "$fb_boot" ] ;; *) false ;; esac || continue
            fb_tell_running
        done
        for fb_file in "$fb_local"/tickets/* "$fb_local"/gpu-tickets/*; do
            [ -f "$fb_file" ] && fb_owner "$fb_file" && fb_tell_waiting
        done
    fi
    printf 'end\n'
}

fb_tell_running() {
    case $fb_o_run in '' | *[!0-9a-f-]*) return ;; esac
    fb_of=$fb_host/runs/$fb_o_run
    # It may be a run of another folder's.
    [ -d "$fb_of" ] || return
    case $fb_told in
    *" $fb_o_run "*) ;;
    *)
        fb_told="$fb_told$fb_o_run "
        fb_a= fb_b=
        { read -r fb_a fb_rest <"$fb_of/supervisor/began"; } 2>/dev/null
        printf 'running %s\nname %s %s\nsince %s %s\n' "$fb_o_run" "$fb_o_run" "$fb_o_name" "$fb_o_run" "${fb_a:-0}"
        fb_tell_asked
        ;;
    esac
    case $fb_file in "$fb_leases"/*) ;; *) return ;; esac
    while read -r fb_a fb_b; do
        [ "$fb_b" != "${fb_file##*/}" ] || printf 'gpu %s %s %s\n' "$fb_o_run" "$fb_a" "$fb_b"
    done 2>/dev/null <"$fb_of/supervisor/gpus"
}

fb_tell_waiting() {
    case $fb_o_run in '' | *[!0-9a-f-]*) return ;; esac
    fb_of=$fb_host/runs/$fb_o_run
    printf 'waiting %s\nname %s %s\nsince %s %s\n' "$fb_o_run" "$fb_o_run" "$fb_o_name" \
        "$fb_o_run" "$(date -r "$fb_file" +%s 2>/dev/null || printf 0)"
    fb_tell_asked
    fb_a=$(tail -n 1 "$fb_of/state.jsonl" 2>/dev/null | head -c 4000)
    case $fb_a in
    *'"state":"queued","reason":'*'}')
        fb_a=${fb_a#*'"state":"queued","reason":'}
        printf 'reason %s %s\n' "$fb_o_run" "${fb_a%\}}"
        ;;
    esac
}

# How many GPUs it asked for, and its priority.
fb_tell_asked() {
    fb_a=0 fb_b=0
    while IFS='=' read -r fb_word fb_rest; do
        case $fb_word in
        fb_gpus) fb_a=$fb_rest ;;
        fb_priority) fb_b=$fb_rest ;;
        esac
    done 2>/dev/null <"$fb_of/supervisor/launch.sh"
    printf 'asked %s %s %s\n' "$fb_o_run" "$fb_a" "$fb_b"
}
