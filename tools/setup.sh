#!/usr/bin/env bash
# Sets up all that the piece needs: system packages by apt where missing and permitted, a virtual environment,
# pinned Python packages. Run again, it only does what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin:/sbin"  # where ldconfig lies for a user who is not root
python="${PYTHON:-python3}"

# package -> a file or command that shows it is there
declare -A shows=(
  [libegl1]=libEGL.so.1 [libgl1]=libGL.so.1 [libgl1-mesa-dri]=@dri [libportaudio2]=libportaudio.so.2
  [xvfb]=/Xvfb [xdotool]=/xdotool [jackd2]=/jackd [libjack-jackd2-0]=libjack.so.0
)
missing=()
for package in "${!shows[@]}"; do
  sign="${shows[$package]}"
  case "$sign" in
    /*) command -v "${sign#/}" >/dev/null || missing+=("$package") ;;
    @dri) compgen -G "/usr/lib/*/dri/*swrast*" >/dev/null || compgen -G "/usr/lib/*/libgallium*" >/dev/null || missing+=("$package") ;;
    *) ldconfig -p 2>/dev/null | grep "$sign" >/dev/null || missing+=("$package") ;;
  esac
done
"$python" -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)

if ((${#missing[@]})); then
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  if command -v apt-get >/dev/null && { [ -z "$sudo" ] || $sudo true 2>/dev/null; }; then
    echo "setup: installing ${missing[*]}"
    $sudo apt-get update -qq || true
    for package in "${missing[@]}"; do  # one by one: what only the tests need must not keep the piece from playing
      $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null ||
        echo "setup: could not install $package" >&2
    done
  else
    echo "setup: missing system packages, please install: ${missing[*]}" >&2
  fi
fi

if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'; then
  echo "setup: found $("$python" --version 2>&1), expected Python 3.11 to 3.14 (set PYTHON=...)" >&2
  exit 2
fi
[ -x .venv/bin/pip ] || "$python" -m venv --clear .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test,lint]"
touch .venv/.ready
