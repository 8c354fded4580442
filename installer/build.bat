@echo off
rem Makes LDM Studio as a native package with its own Java runtime, on Windows.
rem   installer\build.bat [app-image | msi | exe] [OUT_DIR]
rem Needs a whole JDK 17 or newer in JAVA_HOME; msi and exe also the WiX Toolset 3 on the path.
setlocal enabledelayedexpansion
cd /d "%~dp0.."
set "TYPE=%~1"
if "%TYPE%"=="" set "TYPE=app-image"
set "OUT=%~2"
if "%OUT%"=="" set "OUT=target\installer"
if not "%TYPE%"=="app-image" if not "%TYPE%"=="msi" if not "%TYPE%"=="exe" (
    echo %TYPE% cannot be made on Windows; it makes: app-image msi exe. 1>&2
    exit /b 1
)
if not defined JAVA_HOME (
    echo Set JAVA_HOME to the folder of a whole JDK 17 or newer. 1>&2
    exit /b 1
)
for %%t in (jdeps jlink jpackage) do if not exist "%JAVA_HOME%\bin\%%t.exe" (
    echo %JAVA_HOME% has no %%t: a whole JDK 17 or newer is needed, not only a Java runtime. 1>&2
    exit /b 1
)
if not exist "%JAVA_HOME%\jmods" (
    echo %JAVA_HOME% has no jmods folder, from which the package's Java runtime is made. 1>&2
    exit /b 1
)
if not "%TYPE%"=="app-image" (
    where light.exe >nul 2>&1
    if errorlevel 1 (
        echo %TYPE% needs the WiX Toolset 3: install it and put its bin folder on the path. 1>&2
        exit /b 1
    )
)

call mvn -q -DskipTests package
if errorlevel 1 exit /b 1
set "LIB=app\target\ldm-studio\lib"

set "MODULES="
for /f %%m in (installer\modules.txt) do (
    if defined MODULES (set "MODULES=!MODULES!,%%m") else set "MODULES=%%m"
)
set "VERSION="
for /f "tokens=3 delims=<>" %%v in ('findstr "<version>" pom.xml') do if not defined VERSION set "VERSION=%%v"

set "RUNTIME=target\installer-runtime"
if exist "%RUNTIME%" rmdir /s /q "%RUNTIME%"
rem Native commands stay in it: the studio starts its workers with the runtime's bin\java.exe.
"%JAVA_HOME%\bin\jlink" --module-path "%JAVA_HOME%\jmods" --output "%RUNTIME%" ^
    --add-modules %MODULES% --strip-java-debug-attributes --no-man-pages --no-header-files
if errorlevel 1 exit /b 1

set "MORE="
if not "%TYPE%"=="app-image" set "MORE=--license-file LICENSE --win-menu --win-shortcut --win-dir-chooser --win-per-user-install"
if "%TYPE%"=="app-image" if exist "%OUT%\ldm-studio\app\ldm-studio.cfg" rmdir /s /q "%OUT%\ldm-studio"
"%JAVA_HOME%\bin\jpackage" @installer/studio.options --type %TYPE% --app-version %VERSION% ^
    --input "%LIB%" --dest "%OUT%" --runtime-image "%RUNTIME%" ^
    --icon assets\icon\ldm-studio.ico --add-launcher ldm=installer\ldm.properties %MORE%
exit /b %errorlevel%
