# SPDX-License-Identifier: GPL-3.0-or-later
# What a host is and has, for "test connection": runs after host.sh. Lines of a key and values with tabs between; a
# program that hangs costs ten seconds, one that is not there nothing. Nothing is written on the host.

fb_tab=$(printf '\t')

# fb_soon COMMAND…: with a time limit where the host has timeout.
if command -v timeout >/dev/null 2>&1; then
    fb_soon() { timeout -k 2 10 "$@" </dev/null 2>/dev/null; }
else
    fb_soon() { "$@" </dev/null 2>/dev/null; }
fi

fb_line() {
    printf '%s' "$1"
    shift
    for fb_value; do printf '\t%s' "$fb_value"; done
    printf '\n'
}

fb_use() {
    fb_line cpus "$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null)"
    fb_line memory "$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null)" \
        "$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null)"
    read -r fb_load fb_rest </proc/loadavg 2>/dev/null && fb_line load "$fb_load"
}

fb_machine() {
    fb_line kernel "$(uname -s)" "$(uname -r)" "$(uname -m)"
    fb_line hostname "$(uname -n)"
    fb_line os "$( (. /etc/os-release && printf '%s\t%s' "$PRETTY_NAME" "$ID $ID_LIKE") 2>/dev/null)"
    fb_libc=$(getconf GNU_LIBC_VERSION 2>/dev/null) || fb_libc=$(ldd --version 2>&1 | head -n 1)
    fb_line libc "$fb_libc"
    fb_line cpu "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)"
    fb_use
    fb_line clock "$(date +%s)"
    fb_line user "$(id -un 2>/dev/null)" "$(id -u)"
    fb_line home "$HOME"
    fb_line shell "$SHELL"
}

# fb_folder FOLDER: the nearest folder above it that is there, its room, and whether one may write there.
fb_folder() {
    fb_near "$1"
    fb_space "$fb_near"
    fb_may=no
    [ ! -w "$fb_near" ] || fb_may=yes
    fb_line folder "$1" "$fb_free" "$fb_may"
}

fb_gpus() {
    fb_find_smi || return 0
    fb_said=$(fb_soon "$fb_smi" --query-gpu=uuid,index,name,driver_version,memory.used,memory.total,utilization.gpu \
        --format=csv,noheader,nounits) || { fb_line gpuproblem "nvidia-smi does not answer"; return 0; }
    printf '%s\n' "$fb_said" | head -n 64 | while IFS= read -r fb_gpu; do fb_line gpu "$fb_gpu"; done
    fb_soon "$fb_smi" --query-compute-apps=gpu_uuid,pid,used_memory --format=csv,noheader,nounits | head -n 256 |
        while IFS=', ' read -r fb_uuid fb_pid fb_used; do
            case $fb_pid in '' | *[!0-9]*) continue ;; esac
            fb_line gpuprocess "$fb_uuid" "$fb_pid" "$fb_used" "$(ps -o user= -p "$fb_pid" 2>/dev/null)" \
                "$(ps -o comm= -p "$fb_pid" 2>/dev/null)" \
                "$({ tr '\0' '\n' <"/proc/$fb_pid/environ"; } 2>/dev/null | sed -n 's/^FLAMBEAU_RUN=//p' | head -n 1)"
        done
}

# fb_python PATH: its version, and its torch without importing that.
fb_python() {
    fb_soon "$1" -B -c '
import importlib.util, os, re, sys
found = importlib.util.find_spec("torch")
folder = os.path.dirname(found.origin) if found and found.origin else ""
said = {}
if folder:
    try:
        text = open(os.path.join(folder, "version.py")).read(100000)
        for name in ("__version__", "cuda", "hip"):
            match = re.search("^" + name + "(?::[^=]*)? *= *(?:TorchVersion\()?.([0-9][^\x27\")]*)", text, re.M)
            said[name] = match.group(1) if match else ""
    except OSError:
        pass
print("%d.%d.%d" % sys.version_info[:3], said.get("__version__", ""), said.get("cuda", ""), folder, sep="\t")
'
}

fb_pythons() {
    fb_seen=
    fb_count=0
    for fb_one in $(command -v python3) /usr/bin/python3 "$HOME"/*/bin/python3 "$HOME"/.[!.]*/bin/python3 \
        "$HOME"/*/envs/*/bin/python3 /opt/*/bin/python3 /usr/local/bin/python3; do
        [ -x "$fb_one" ] && [ $fb_count -lt 24 ] || continue
        case $fb_seen in *"|$fb_one|"*) continue ;; esac
        fb_seen="$fb_seen|$fb_one|"
        fb_count=$((fb_count + 1))
        fb_said=$(fb_python "$fb_one") && [ -n "$fb_said" ] && fb_line python "$fb_one" "$fb_said"
    done
}

fb_libtorch() {
    for fb_one in /usr/lib/*/libtorch.so /usr/lib64/libtorch.so /usr/local/lib/libtorch.so /usr/local/libtorch/lib/libtorch.so \
        /opt/libtorch/lib/libtorch.so "$HOME"/libtorch/lib/libtorch.so; do
        [ -e "$fb_one" ] && fb_line libtorch "$fb_one"
    done
}

fb_tools() {
    for fb_one in g++ c++ clang++ cmake ninja make nvcc git rsync curl conda mamba micromamba docker podman apptainer \
        singularity sbatch srun flock setsid; do
        fb_where=$(command -v "$fb_one" 2>/dev/null)
        case $fb_where in
        /*) ;;
        *)
            # Conda is often a shell function of rc files alone.
            fb_where=
            for fb_place in "$HOME"/*/condabin/"$fb_one" "$HOME"/*/bin/"$fb_one" /opt/*/bin/"$fb_one"; do
                [ ! -x "$fb_place" ] || { fb_where=$fb_place; break; }
            done
            ;;
        esac
        [ -n "$fb_where" ] || continue
        fb_version=
        case $fb_one in
        g++ | c++ | clang++ | cmake)
            fb_version=$(fb_soon "$fb_where" --version | sed -n '1s/^\(.*[^0-9.]\)*\([0-9][0-9]*\.[0-9.]*[0-9]\).*/\2/p')
            ;;
        esac
        fb_line tool "$fb_one" "$fb_where" "$fb_version"
    done
}

# fb_facts FOLDER: "~/…" is in the home folder.
fb_facts() {
    case $1 in '~/'*) fb_chosen=$HOME/${1#'~/'} ;; *) fb_chosen=$1 ;; esac
    printf 'flambeau-facts 1\n'
    fb_machine
    fb_folder "$fb_chosen"
    fb_gpus
    # A home with a space in it must not fall into words.
    IFS='
'
    fb_pythons
    fb_libtorch
    fb_tools
    printf 'end\n'
}
