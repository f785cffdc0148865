@echo off
rem Builds CourseKit when it has never been built or a source is newer, then runs its command line. Works from any folder.
setlocal
set "root=%~dp0"
set "project=%root%src\CourseKit.Cli"
set "tool=%project%\bin\Release\net10.0\CourseKit.Cli.dll"
set "stamp=%project%\bin\Release\net10.0\.built"
set "lock=%project%\obj\coursekit-build.lock"
set "log=%project%\obj\coursekit-build.log"
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1

where dotnet >nul 2>nul
if errorlevel 1 (
  echo coursekit: the .NET SDK 10 is missing; get it from https://dotnet.microsoft.com/download 1>&2
  exit /b 6
)
call :stale
if not errorlevel 1 goto run

rem One build at a time: the folder is the lock. A lock older than five minutes was left behind.
if not exist "%project%\obj" md "%project%\obj"
set waited=0
:acquire
md "%lock%" 2>nul && goto locked
set /a waited+=1
if %waited% geq 300 goto locked
ping -n 2 127.0.0.1 >nul
goto acquire
:locked
call :stale
if not errorlevel 1 goto unlock
pushd "%root%"
dotnet --version >nul 2>nul
if errorlevel 1 (
  popd
  rd "%lock%" 2>nul
  echo coursekit: this course needs the .NET SDK 10 or newer and found only an older one; get it from https://dotnet.microsoft.com/download 1>&2
  exit /b 6
)
echo Building CourseKit ^(a minute or two^)... 1>&2
dotnet build src\CourseKit.Cli -nologo -nodeReuse:false -v quiet -consoleLoggerParameters:NoSummary >"%log%" 2>&1
if errorlevel 1 (
  popd
  rd "%lock%" 2>nul
  findstr /c:"error" "%log%" 1>&2
  echo coursekit: the build failed; the lines above say why, all of it is in "%log%" 1>&2
  exit /b 6
)
popd
:unlock
rd "%lock%" 2>nul
:run
rem Garbage would otherwise grow with the size of the processor's cache.
if not defined DOTNET_GCgen0size set DOTNET_GCgen0size=0x1000000
dotnet "%tool%" %*
exit /b %errorlevel%

rem Error level 1 when a source is newer than the last good build.
:stale
if not exist "%tool%" exit /b 1
if not exist "%stamp%" exit /b 1
powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:stamp -Force).LastWriteTimeUtc; $n=Get-ChildItem -LiteralPath ($env:root+'src'),($env:root+'Directory.Build.props'),($env:root+'Directory.Packages.props'),($env:root+'global.json') -Recurse -File | Where-Object { $_.LastWriteTimeUtc -gt $t -and $_.FullName -notmatch '\\(bin|obj)\\' } | Select-Object -First 1; if ($n) { exit 1 } else { exit 0 }"
exit /b %errorlevel%
