@echo off
rem Nhấp đúp: kiểm tra và làm mọi văn bản vào build\. Hoặc gõ: dvk check, dvk import "tệp.docx"
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
if "%~1"=="" (dvkgen build) else (dvkgen %*)
if "%~1"=="" pause
