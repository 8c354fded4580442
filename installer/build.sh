#!/usr/bin/env bash
# Makes LDM Studio as a native package with its own Java runtime, for the system it runs on.
set -euo pipefail

usage() {
    cat <<'TEXT'
installer/build.sh [--type TYPE] [--out DIR] [--no-build]

  --type TYPE   app-image (default): a folder that starts as it is, on every system;
                deb, rpm on Linux; dmg, pkg on macOS; msi, exe on Windows (installer\build.bat)
  --out DIR     where the package goes (default: target/installer)
  --no-build    take app/target/ldm-studio as it is instead of building it first

Needs a whole JDK 17 or newer (jlink, jpackage and its jmods folder); deb also dpkg-deb and
fakeroot, rpm rpmbuild, dmg the command line tools of Xcode.
TEXT
}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
type=app-image
out=$root/target/installer
build=yes
while [ $# -gt 0 ]; do
    case $1 in
        --type | --out)
            [ $# -ge 2 ] || fail "$1 needs a value." "$(usage)"
            if [ "$1" = --type ]; then type=$2; else out=$2; fi
            shift 2
            ;;
        --no-build) build=no; shift ;;
        -h | --help) usage; exit 0 ;;
        *) fail "Unknown argument: $1" "$(usage)" ;;
    esac
done

case $(uname -s) in
    Linux) allowed='app-image deb rpm'; icon=$root/assets/icon/ldm-studio.png ;;
    Darwin) allowed='app-image dmg pkg'; icon=$root/assets/icon/ldm-studio.icns ;;
    *) fail "On Windows use installer\\build.bat; other systems have no jpackage." ;;
esac
case " $allowed " in
    *" $type "*) ;;
    *) fail "--type $type cannot be made on $(uname -s); it makes: $allowed." ;;
esac

# The JDK: JAVA_HOME if it is set, else the one whose jpackage is on the path.
if [ -z "${JAVA_HOME:-}" ]; then
    found=$(command -v jpackage || command -v javac || true)
    [ -n "$found" ] || fail "No JDK was found: install one (Debian: openjdk-17-jdk) or set JAVA_HOME."
    while [ -h "$found" ]; do
        link=$(readlink "$found")
        case $link in /*) found=$link ;; *) found=$(dirname "$found")/$link ;; esac
    done
    JAVA_HOME=$(cd "$(dirname "$found")/.." && pwd -P)
fi
for tool in jdeps jlink jpackage; do
    [ -x "$JAVA_HOME/bin/$tool" ] \
        || fail "$JAVA_HOME has no $tool: a whole JDK 17 or newer is needed (Debian: openjdk-17-jdk)," \
            "not only a Java runtime. Install one, or set JAVA_HOME to its folder."
done
[ -d "$JAVA_HOME/jmods" ] \
    || fail "$JAVA_HOME has no jmods folder, from which the package's Java runtime is made." \
        "Install the whole JDK (Debian: openjdk-17-jdk-headless; Fedora: java-17-openjdk-jmods)."
case $type in
    deb) needed='dpkg-deb fakeroot' ;;
    rpm) needed=rpmbuild ;;
    *) needed= ;;
esac
for tool in $needed; do
    command -v "$tool" >/dev/null || fail "--type $type needs $tool: install it with the system's packages."
done

cd "$root"
[ "$build" = no ] || mvn -q -DskipTests package
lib=$root/app/target/ldm-studio/lib
[ -f "$lib/ldm-app.jar" ] || fail "$lib has no ldm-app.jar: run mvn -q -DskipTests package, or leave out --no-build."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
out=$(cd "$out" && pwd -P)

echo "Checking that the runtime has every module that the jars use"
# As a class path, as they are started: most jars are named modules otherwise, and lack each other.
used=$("$JAVA_HOME/bin/jdeps" --multi-release 17 --ignore-missing-deps -recursive \
    --class-path "$(printf '%s:' "$lib"/*.jar)" --print-module-deps \
    "$lib/ldm-app.jar" "$lib"/ldm-engine*.jar) \
    || fail "jdeps could not read the jars:" "$used"
missing=
for module in ${used//,/ }; do
    grep -qx "$module" installer/modules.txt || missing="$missing $module"
done
[ -z "$missing" ] || fail "installer/modules.txt lacks what the jars use:$missing. Add it there."

echo "Making the Java runtime"
# Native commands stay in it: the studio starts its workers with the runtime's bin/java.
"$JAVA_HOME/bin/jlink" --module-path "$JAVA_HOME/jmods" --output "$work/runtime" \
    --add-modules "$(paste -sd, installer/modules.txt)" \
    --strip-java-debug-attributes --no-man-pages --no-header-files

version=$(sed -n 's:^ *<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
options=(--type "$type" --input "$lib" --dest "$out" --runtime-image "$work/runtime" --icon "$icon"
    --add-launcher ldm=installer/ldm.properties)
if [ "$(uname -s)" = Darwin ]; then
    # macOS takes no version that begins with 0.
    version=${version/#0./1.}
fi
case $type in
    app-image)
        # jpackage adds to a folder that is there; only one that it made itself is removed.
        for made in "$out/ldm-studio" "$out/ldm-studio.app"; do
            if [ -d "$made" ]; then
                find "$made" -name 'ldm-studio.cfg' | grep -q . \
                    || fail "$made is there and no earlier package: move it away, or choose --out."
                rm -rf "$made"
            fi
        done
        ;;
    deb | rpm)
        options+=(--linux-shortcut --linux-menu-group Graphics --license-file LICENSE
            --install-dir /opt)
        ;;
    *) options+=(--license-file LICENSE) ;;
esac

# The jars do not shrink a second time: xz, dpkg's default, takes minutes for a few megabytes.
export DPKG_DEB_COMPRESSOR_TYPE=${DPKG_DEB_COMPRESSOR_TYPE:-gzip}

echo "Making the package ($type, version $version)"
"$JAVA_HOME/bin/jpackage" @installer/studio.options --app-version "$version" "${options[@]}"
case $type in
    app-image) ls -d "$out"/ldm-studio* ;;
    *) ls -t "$out"/*."$type" | head -n 1 ;;
esac
