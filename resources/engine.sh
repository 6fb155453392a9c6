# SPDX-License-Identifier: GPL-3.0-or-later
# Engines on a host: looking for one, trying, building and keeping it. Runs after host.sh and facts.sh; POSIX sh.
# trainer/<key> holds an engine; READY is written last: lines of a key and a value with a tab between.

fb_is_hash() {
    case $1 in *[!0-9a-f]*) return 1 ;; esac
    [ ${#1} = 64 ]
}

# fb_identity FILE: its size and time.
fb_identity() {
    stat -Lc '%s.%Y' -- "$1" 2>/dev/null || wc -c 2>/dev/null <"$1"
}

# fb_show_engine HOST KEY
fb_show_engine() {
    fb_is_hash "$2" && [ -f "$1/trainer/$2/READY" ] && [ -x "$1/trainer/$2/bin/flambeau-trainer" ] || return 1
    fb_line key "$2"
    head -n 40 "$1/trainer/$2/READY"
    fb_line now "$(fb_identity "$(sed -n "s/^library$fb_tab//p" "$1/trainer/$2/READY" | head -n 1)")"
}

# fb_chosen HOST CHOICE: fb_key, of an engine that is there.
fb_chosen() {
    fb_key=
    { read -r fb_key <"$1/trainer/choices/$2"; } 2>/dev/null
    fb_is_hash "$fb_key" && [ -f "$1/trainer/$fb_key/READY" ]
}

fb_engine_look() {
    printf 'flambeau-engine 1\n'
    fb_chosen "$1" "$2" && fb_show_engine "$1" "$fb_key"
    printf 'end\n'
}

# fb_remember HOST KEY CHOICE…
fb_remember() {
    fb_host=$1 fb_key=$2
    shift 2
    mkdir -p "$fb_host/trainer/choices" || return 1
    for fb_one; do
        printf '%s\n' "$fb_key" >"$fb_host/trainer/choices/.$fb_one.$$" &&
            mv -f "$fb_host/trainer/choices/.$fb_one.$$" "$fb_host/trainer/choices/$fb_one"
    done
}

# fb_torch_of_python PYTHON: the folder of its torch.
fb_torch_of_python() {
    fb_python "$1" | cut -f 4
}

# fb_torch_number HEADER PART
fb_torch_number() {
    sed -n "s/^#define TORCH_VERSION_$2  *\([0-9][0-9]*\).*/\1/p" "$1" | head -n 1
}

# fb_torch_version PREFIX: of the headers; nothing where there are none.
fb_torch_version() {
    for fb_head in "$1/include/torch/headeronly/version.h" "$1/include/torch/csrc/api/include/torch/version.h"; do
        [ -f "$fb_head" ] || continue
        printf '%s.%s.%s' "$(fb_torch_number "$fb_head" MAJOR)" "$(fb_torch_number "$fb_head" MINOR)" \
            "$(fb_torch_number "$fb_head" PATCH)"
        return 0
    done
}

# fb_torch_libs FOLDER: fb_cpu, the library with the kernels, at, or below, a folder.
fb_torch_libs() {
    for fb_libs in "$1" "$1"/lib "$1"/lib64 "$1"/lib/*-linux-*; do
        for fb_cpu in "$fb_libs"/libtorch_cpu.so "$fb_libs"/libtorch_cpu.so.[0-9]*; do
            [ ! -f "$fb_cpu" ] || return 0
        done
    done
    return 1
}

# fb_torch_prefix LIBS: fb_prefix, where its headers are.
fb_torch_prefix() {
    for fb_prefix in "${1%/*}" "${1%/*/*}"; do
        [ ! -f "$fb_prefix/include/ATen/ATen.h" ] || return 0
    done
    return 1
}

# fb_torch_at PATH: a Python, an environment, a prefix, a folder of libraries or a library.
fb_torch_at() {
    case $1 in '~/'*) fb_at=$HOME/${1#'~/'} ;; *) fb_at=$1 ;; esac
    if [ -f "$fb_at" ]; then
        case $fb_at in
        *.so | *.so.*) fb_at=${fb_at%/*} ;;
        *) fb_at=$(fb_torch_of_python "$fb_at") ;;
        esac
    elif [ -f "$fb_at/pyvenv.cfg" ] && [ -x "$fb_at/bin/python3" ]; then
        fb_at=$(fb_torch_of_python "$fb_at/bin/python3")
    fi
    if [ -z "$fb_at" ] || ! fb_torch_libs "$fb_at"; then
        fb_line without "$1"
        return 0
    fi
    fb_real=$(readlink -f "$fb_cpu") || fb_real=$fb_cpu
    # A package may only point to the libraries of another installation: headers of its own would be others.
    [ "${fb_real%/*}" = "$(readlink -f "$fb_libs")" ] || fb_libs=${fb_real%/*}
    fb_torch_prefix "$fb_libs" || fb_prefix=
    fb_package= fb_version=
    if [ -n "$fb_prefix" ]; then
        fb_version=$(fb_torch_version "$fb_prefix")
        for fb_one in "$fb_prefix/share/cmake/Torch" "$fb_libs/cmake/Torch" "$fb_prefix/lib/cmake/Torch"; do
            [ -f "$fb_one/TorchConfig.cmake" ] && [ -e "$fb_libs/libtorch.so" ] && fb_package=$fb_one && break
        done
    fi
    fb_abi=new
    for fb_one in "$fb_libs"/libc10.so "$fb_libs"/libc10.so.[0-9]*; do
        [ -f "$fb_one" ] || continue
        ! tr '\000' '\n' <"$fb_one" | grep -q '_ZN3c105ErrorC[12]ENS_14SourceLocationESs' || fb_abi=old
        break
    done
    fb_cuda=no
    for fb_one in "$fb_libs"/libtorch_cuda.so "$fb_libs"/libtorch_cuda.so.[0-9]*; do
        [ ! -f "$fb_one" ] || fb_cuda=yes
    done
    fb_line torch "$1" "$fb_libs" "$fb_package" "$fb_version" "$fb_abi" "$fb_cuda" "$fb_real" "$(fb_identity "$fb_real")"
}

# fb_versions KIND PROGRAM…: of those that are there.
fb_versions() {
    fb_kind=$1
    shift
    fb_seen=
    for fb_one; do
        fb_where=$(command -v "$fb_one" 2>/dev/null)
        case $fb_where in /*) ;; *) continue ;; esac
        case $fb_kind in
        cmake) fb_said=$(fb_soon "$fb_where" --version | sed -n '1s/^cmake[3]* version //p') ;;
        *) fb_said=$(fb_soon "$fb_where" -dumpfullversion -dumpversion | head -n 1) ;;
        esac
        # c++ is one of the two.
        case $fb_one in c++) case $(fb_soon "$fb_where" --version | head -n 1) in *clang*) fb_kind=clang ;; esac ;; esac
        [ -z "$fb_said" ] || fb_line "$fb_kind" "$fb_where" "$fb_said"
    done
}

# fb_workshop HOST PLACE…
fb_workshop() {
    printf 'flambeau-workshop 1\n'
    fb_host=$1
    shift
    IFS='
'
    for fb_place; do fb_torch_at "$fb_place"; done
    for fb_place in "$fb_host"/env/*/READY; do
        [ ! -f "$fb_place" ] || fb_torch_at "${fb_place%/READY}/venv"
    done
    fb_versions gcc g++ g++-14 g++-13 g++-12 g++-11 g++-10 /opt/rh/gcc-toolset-*/root/usr/bin/g++ c++
    fb_versions clang clang++ clang++-18 clang++-17 clang++-16 clang++-15 clang++-14
    fb_versions cmake cmake cmake3 "$HOME/.local/bin/cmake" /opt/*/bin/cmake
    for fb_one in ninja make flock ccache; do
        fb_where=$(command -v "$fb_one" 2>/dev/null)
        case $fb_where in /*) fb_line tool "$fb_one" "$fb_where" ;; esac
    done
    printf 'end\n'
}

# fb_engine_begin HOST NAME
fb_engine_begin() {
    fb_mask=$(umask)
    umask 077
    mkdir -p -- "$1/trainer/choices" || fb_fail "cannot make $1/trainer"
    find "$1/trainer" -maxdepth 1 -name '.[nb]*-*' -mtime +0 -exec rm -rf {} + 2>/dev/null
    mkdir -p -- "$1/trainer/$2/bin" "$1/trainer/$2/lib" || fb_fail "cannot make $1/trainer/$2"
    umask "$fb_mask"
    printf 'flambeau-begun 1\nend\n'
}

# fb_engine_discard HOST FOLDER NAME MARK: half-made, and what was making it under that mark. An environment may be
# another's by now, or whole: it goes only where nobody makes one and it is not ready.
fb_engine_discard() {
    fb_end_build "$4"
    if [ "$2" = env ]; then
        ( exec 9>"$1/env/lock" && flock -n 9 && [ ! -f "$1/env/$3/READY" ] && rm -rf -- "$1/env/$3" )
        return
    fi
    rm -f -- "$1/$2/$3/READY"
    rm -rf -- "$1/$2/$3"
}

# fb_engine_trace HOST NAME TORCH_FOLDER: what the loader does not find.
fb_engine_trace() {
    printf 'flambeau-trace 1\n'
    chmod 755 "$1/trainer/$2/bin/flambeau-trainer"
    LD_TRACE_LOADED_OBJECTS=1 LD_LIBRARY_PATH="$1/trainer/$2/lib:$3" "$1/trainer/$2/bin/flambeau-trainer" 2>&1 </dev/null |
        sed -n 's/^[[:space:]]*\([^[:space:]]*\) => not found.*/\1/p' | head -n 200 |
        while IFS= read -r fb_one; do fb_line none "$fb_one"; done
    printf 'end\n'
}

# fb_engine_wrap HOST NAME TEXT: a script in the trainer's place that starts it.
fb_engine_wrap() {
    fb_bin=$1/trainer/$2/bin
    mv "$fb_bin/flambeau-trainer" "$fb_bin/flambeau-trainer.program" &&
        printf '%s' "$3" >"$fb_bin/flambeau-trainer" && chmod 755 "$fb_bin/flambeau-trainer"
}

# fb_engine_try HOST NAME LIBRARY: fb_info, on one line, and fb_key; every symbol is bound at once, so that a library
# that only seems to be the right one shows now and not in the middle of a run.
fb_engine_try() {
    fb_why='it does not start'
    (cd / && LD_BIND_NOW=1 fb_long "$1/trainer/$2/bin/flambeau-trainer" info) \
        >"$1/trainer/$2/.info" 2>"$1/trainer/$2/.said" || return 1
    fb_info=$(head -c 60000 "$1/trainer/$2/.info" | tr -d '\n\t')
    fb_key=$(printf '%s\n' "$fb_info" | sed -n 's/^{.*"key": *"\([0-9a-f]*\)".*}$/\1/p')
    if ! fb_is_hash "$fb_key"; then
        fb_why='it does not say what it is'
        return 1
    fi
    case $fb_info in
    *"\"torch_library\": \"$3\""* | *"\"torch_library\":\"$3\""*) ;;
    *) fb_why='it loads another libtorch than the one that it is for' && return 1 ;;
    esac
}

if command -v timeout >/dev/null 2>&1; then
    fb_long() { timeout -k 5 300 "$@" </dev/null; }
else
    fb_long() { "$@" </dev/null; }
fi

# fb_engine_keep HOST NAME LIBRARY SOURCES FROM CHOICE…: after fb_engine_try; one at a time.
fb_engine_keep() {
    fb_new=$1/trainer/$2
    fb_kept=$1/trainer/$fb_key
    rm -f "$fb_new/.said" "$fb_new/.info"
    if [ -f "$fb_kept/READY" ] && [ -x "$fb_kept/bin/flambeau-trainer" ] &&
        grep -q "^identity$fb_tab$(fb_identity "$3")\$" "$fb_kept/READY"; then
        rm -rf "$fb_new"
    else
        {
            fb_line library "$3"
            fb_line identity "$(fb_identity "$3")"
            fb_line sources "$4"
            fb_line from "$5"
            fb_line made "$(date +%s)"
            fb_line info "$fb_info"
        } >"$fb_new/.READY" || return 1
        rm -f "$fb_kept/READY"
        rm -rf "$fb_kept"
        mv "$fb_new" "$fb_kept" && mv "$fb_kept/.READY" "$fb_kept/READY" || return 1
    fi
    fb_host=$1
    shift 5
    fb_remember "$fb_host" "$fb_key" "$@"
}

# fb_engine_refresh HOST KEY: what it says now takes the place of what it said when it was made.
fb_engine_refresh() {
    fb_old=$2
    fb_ready=$1/trainer/$2/READY
    printf 'flambeau-engine 1\n'
    fb_library=$(sed -n "s/^library$fb_tab//p" "$fb_ready" | head -n 1)
    if fb_engine_try "$1" "$2" "$fb_library" && [ "$fb_key" = "$fb_old" ]; then
        { sed "/^info$fb_tab/d" "$fb_ready" && fb_line info "$fb_info"; } >"$fb_ready.$$" && mv -f "$fb_ready.$$" "$fb_ready"
    fi
    rm -f "$1/trainer/$fb_old/.said" "$1/trainer/$fb_old/.info"
    fb_show_engine "$1" "$fb_old"
    printf 'end\n'
}

# fb_engine_finish HOST NAME WRAPPER LIBRARY SOURCES FROM CHOICE…
fb_engine_finish() {
    fb_host=$1 fb_name=$2 fb_wrap=$3 fb_library=$4
    printf 'flambeau-engine 1\n'
    chmod 755 "$fb_host/trainer/$fb_name/bin/flambeau-trainer"
    if [ -n "$fb_wrap" ] && ! fb_engine_wrap "$fb_host" "$fb_name" "$fb_wrap"; then
        fb_line broken 'its folder cannot be written'
    elif ! fb_engine_try "$fb_host" "$fb_name" "$fb_library"; then
        fb_line broken "$fb_why"
        head -n 20 "$fb_host/trainer/$fb_name/.said" 2>/dev/null | cut -c 1-300 |
            while IFS= read -r fb_one; do fb_line said "$fb_one"; done
        rm -rf "$fb_host/trainer/$fb_name"
    else
        shift 4
        if (
            exec 8>"$fb_host/trainer/keep"
            ! command -v flock >/dev/null 2>&1 || flock 8
            fb_engine_keep "$fb_host" "$fb_name" "$fb_library" "$@"
        ); then
            fb_show_engine "$fb_host" "$fb_key"
        else
            rm -rf "$fb_host/trainer/$fb_name"
            fb_line broken 'its folder cannot be written'
        fi
    fi
    printf 'end\n'
}
