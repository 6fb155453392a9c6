# SPDX-License-Identifier: GPL-3.0-or-later
# Building an engine on a host, and the environment of its own that it may need. Runs after engine.sh; POSIX sh.

# fb_engine_fetch HOST NAME: the sources' archive, from the script's input.
fb_engine_fetch() {
    cat >"$1/trainer/$2/sources.tar"
}

fb_says() {
    printf '%s %s\n' "$fb_mark" "$1"
}

# fb_step COMMAND…: its lines go out and to log.txt; fails as it does.
fb_step() {
    printf '$ %s\n' "$*" | tee -a "$fb_dir/log.txt"
    # The lock is not for what is started here: something of it might stay.
    { "$@" 9>&- </dev/null 2>&1; printf '%s\n' $? >"$fb_dir/.rc"; } | tee -a "$fb_dir/log.txt"
    fb_rc=
    { read -r fb_rc <"$fb_dir/.rc"; } 2>/dev/null
    [ "$fb_rc" = 0 ]
}

# fb_alone HOST_SUBFOLDER: waits until nobody else builds there.
fb_alone() {
    exec 9>"$1/lock"
    flock -n 9 || {
        fb_says 'step waiting'
        flock 9
    }
}

# What is started has plain output, no settings of the user's Python, and a mark by which it is found again.
fb_plain_tools() {
    FLAMBEAU_BUILD=$1 CLICOLOR=0 TERM=dumb PYTHONNOUSERSITE=1 NINJA_STATUS='[%f/%t] '
    export FLAMBEAU_BUILD CLICOLOR TERM PYTHONNOUSERSITE NINJA_STATUS
    unset PYTHONHOME PYTHONPATH VIRTUAL_ENV MAKEFLAGS CMAKE_GENERATOR CMAKE_BUILD_TYPE 2>/dev/null
}

# fb_end_build NAME: what it started and is not gone: ninja gives each compiler a process group of its own.
fb_end_build() {
    for fb_one in /proc/[0-9]*/environ; do
        { tr '\000' '\n' <"$fb_one" | grep -qx "FLAMBEAU_BUILD=$1"; } 2>/dev/null || continue
        fb_one=${fb_one%/environ}
        kill -KILL "${fb_one##*/}" 2>/dev/null
    done
}

# fb_compile CMAKE COMPILER GENERATOR CCACHE JOBS PACKAGE
fb_compile() {
    fb_says 'step configure'
    ( cd "$fb_dir" && fb_step "$1" -E tar xf sources.tar ) || return 1
    CCACHE_BASEDIR=$fb_dir CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    export CCACHE_BASEDIR CCACHE_NOHASHDIR CCACHE_SLOPPINESS
    fb_step "$1" -S "$fb_dir/sources/app/trainer" -B "$fb_dir/build" -G "$3" "-DCMAKE_CXX_COMPILER=$2" \
        "-DCMAKE_CXX_COMPILER_LAUNCHER=$4" "-DTorch_DIR=$6" -DCMAKE_BUILD_TYPE=Release \
        "-DCMAKE_INSTALL_PREFIX=$fb_dir" -DCMAKE_INSTALL_BINDIR=bin "-DFLAMBEAU_CODECS=$fb_dir/codecs" \
        -DFLAMBEAU_CODECS_OPTIONAL=ON "-DFLAMBEAU_JSON_INCLUDE=$fb_dir/include" || return 1
    fb_says 'step build'
    # Others work on the host, too; and sshd must answer meanwhile.
    fb_step nice -n 10 "$1" --build "$fb_dir/build" --parallel "$5" --target flambeau-trainer || return 1
    fb_says 'step install'
    fb_step "$1" --install "$fb_dir/build" || return 1
    rm -rf "$fb_dir/build" "$fb_dir/sources" "$fb_dir/codecs" "$fb_dir/include" "$fb_dir/sources.tar" "$fb_dir/.rc" \
        "$fb_dir/BUILDING"
}

# fb_engine_build HOST NAME MARK TAG CMAKE COMPILER GENERATOR CCACHE JOBS PACKAGE LIBRARY SOURCES CHOICE…
fb_engine_build() {
    fb_host=$1 fb_name=$2 fb_mark=$3 fb_tag=$4 fb_cmake=$5 fb_cxx=$6 fb_generator=$7 fb_ccache=$8 fb_jobs=$9
    shift 9
    fb_torch=$1 fb_library=$2 fb_sources=$3
    shift 3
    fb_dir=$fb_host/trainer/$fb_name
    fb_plain_tools "$fb_name"
    trap 'rm -rf "$fb_dir"; exit 1' HUP INT TERM
    fb_alone "$fb_host/trainer" || return 1
    if fb_chosen "$fb_host" "$fb_tag"; then
        # Somebody else has built it meanwhile.
        rm -rf "$fb_dir"
        fb_remember "$fb_host" "$fb_key" "$@"
        fb_says answer
        printf 'flambeau-engine 1\n'
        fb_show_engine "$fb_host" "$fb_key"
        printf 'end\n'
        return 0
    fi
    # Who builds has the lock: the others ended in the middle.
    for fb_one in "$fb_host"/trainer/.build-*/BUILDING; do
        [ ! -f "$fb_one" ] || rm -rf "${fb_one%/*}"
    done
    : >"$fb_dir/BUILDING"
    if ! fb_compile "$fb_cmake" "$fb_cxx" "$fb_generator" "$fb_ccache" "$fb_jobs" "$fb_torch"; then
        fb_says failed
        rm -rf "$fb_dir"
        return 1
    fi
    fb_says 'step try'
    fb_says answer
    fb_engine_finish "$fb_host" "$fb_name" '' "$fb_library" "$fb_sources" built "$fb_tag" "$@"
}

# fb_venv HOST NAME MARK PYTHON REQUIREMENT: env/<name>, with READY written last.
fb_venv() {
    fb_mark=$3
    mkdir -p "$1/env" || fb_fail "cannot make $1/env"
    fb_dir=$1/env/$2
    fb_plain_tools "$fb_mark"
    fb_alone "$1/env" || return 1
    if [ ! -f "$fb_dir/READY" ]; then
        # Only who has the lock may take away what is half-made.
        trap 'rm -rf "$fb_dir"; exit 1' HUP INT TERM
        rm -rf "$fb_dir"
        mkdir -p "$fb_dir/tmp" || fb_fail "cannot make $fb_dir"
        TMPDIR=$fb_dir/tmp
        export TMPDIR
        fb_says 'step venv'
        if fb_step "$4" -m venv "$fb_dir/venv" && fb_says 'step pip' &&
            fb_step "$fb_dir/venv/bin/python3" -m pip install --disable-pip-version-check --no-input --no-cache-dir \
                --progress-bar off --retries 1 --timeout 30 -- "$5"; then
            rm -rf "$fb_dir/tmp"
            trap - HUP INT TERM
            : >"$fb_dir/READY"
        else
            fb_says failed
            rm -rf "$fb_dir"
            return 1
        fi
    fi
    fb_says answer
}
