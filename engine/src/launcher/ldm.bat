@echo off
rem Starts ldm with the jars beside it. LDM_JAVA_OPTS: more options for Java, such as -Xmx8g.
setlocal
set "LIB=%~dp0..\lib"
set "JAVA=java.exe"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo ldm needs Java 17 or newer and found none: install one, or set JAVA_HOME to its folder. 1>&2
    exit /b 1
)
set "MAJOR="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2^>^&1 ^| findstr /i version"') do (
    for /f "delims=.-+ tokens=1" %%m in ("%%~v") do if not defined MAJOR set "MAJOR=%%m"
)
if defined MAJOR if %MAJOR% LSS 17 (
    echo ldm needs Java 17 or newer; "%JAVA%" is Java %MAJOR%. Set JAVA_HOME to a newer one. 1>&2
    exit /b 1
)
"%JAVA%" -Xmx3g -Xms32m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 ^
    -Xss4m -Dfile.encoding=UTF-8 -Djava.awt.headless=true ^
    -Dai.djl.pytorch.graph_optimizer=false -Dai.djl.offline=true -DOPT_OUT_TRACKING=true ^
    %LDM_JAVA_OPTS% -cp "%LIB%\*" ldmstudio.engine.cli.Ldm %*
exit /b %errorlevel%
