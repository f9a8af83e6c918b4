# Sourced by ./run and ./test: sets `here` to the clone and `python` to a Python that will do, or says what is missing.

self=$0
if [ -h "$self" ]; then self=$(readlink -f -- "$self"); fi
here=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd -P)
python=

# First a Python that can make virtual environments by itself, then any that is new enough.
for needs in 'sys, ensurepip, venv' 'sys'; do
    for candidate in "$here/.venv/bin/python" python3.11 python3.12 python3.13 python3; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        case $candidate in */.venv/*) wanted=sys ;; *) wanted=$needs ;; esac
        if "$candidate" -I -c "import $wanted; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then
            python=$candidate
            break 2
        fi
    done
done

if [ -z "$python" ]; then
    cat >&2 <<'WORDS'
Mentorpanel needs Python 3.11 or newer, and there is none here.
  Debian, Ubuntu:  sudo apt install python3 python3-venv
  Fedora:          sudo dnf install python3
  macOS:           install it from python.org, or: brew install python
Then start this again.
WORDS
    exit 1
fi
