; Setup for one user: no administrator rights, nothing outside the user's profile, Japanese and English.
; Needs -DVERSION -DPYTHON_DLL -DLIST (made by setup.py) -DICON -DOUT; -DFAST packs nothing, -DSIGN signs the uninstaller.
;
; Silently: setup.exe /S [/D=FOLDER]           0 done, 3 the planner is open, 2 ended on the way
;           uninstall.exe /S [/SETTINGS]       /SETTINGS: settings and fault reports go too; documents never do
Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define NAME "予算シナリオプランナー"
!define ID "BudgetScenarioPlanner"
!define EXE "${ID}.exe"
!define DOCUMENT "${ID}.Document"
!define CLASSES "Software\Classes"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
!ifdef FAST
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif
!ifdef SIGN
  !uninstfinalize '${SIGN}'
!endif
SetOverwrite on
SetDateSave off
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey "CompanyName" "Budget Scenario Planner contributors"
VIAddVersionKey "ProductName" "Budget Scenario Planner"
VIAddVersionKey "FileDescription" "Budget Scenario Planner setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT; see the folder licenses"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Japanese"
!insertmacro MUI_LANGUAGE "English"
LangString OPEN ${LANG_JAPANESE} "プランナーが開いています。保存して閉じてから「再試行」を押してください。"
LangString OPEN ${LANG_ENGLISH} "The planner is open. Save, close it, then choose Retry."
LangString DOCUMENT_KIND ${LANG_JAPANESE} "予算シナリオプランナー文書"
LangString DOCUMENT_KIND ${LANG_ENGLISH} "Budget Scenario Planner document"
LangString SETTINGS ${LANG_JAPANESE} "設定（最近使ったファイル、窓の配置など）と障害の記録も削除しますか。文書とそのバックアップは残ります。"
LangString SETTINGS ${LANG_ENGLISH} "Remove settings (recent files, window layout …) and fault reports as well? Documents and their backups stay."
!include "${LIST}"

; Whether the program runs: its library cannot be opened for writing then.
!macro WAIT_CLOSED un
Function ${un}WaitClosed
  again:
  IfFileExists "$INSTDIR\${PYTHON_DLL}" 0 closed
  ClearErrors
  FileOpen $0 "$INSTDIR\${PYTHON_DLL}" a
  IfErrors 0 free
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(OPEN)" /SD IDCANCEL IDRETRY again
  SetErrorLevel 3
  Quit
  free:
  FileClose $0
  closed:
FunctionEnd
!macroend
!insertmacro WAIT_CLOSED ""
!insertmacro WAIT_CLOSED "un."

Section
  Call WaitClosed
  ; The version that is there goes first, by its own list, whether older or newer: nothing of it stays behind.
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S /KEEP _?=$INSTDIR' $0
    ${If} $0 <> 0
      SetErrorLevel $0
      Quit
    ${EndIf}
    Delete "$INSTDIR\uninstall.exe"
  ${EndIf}
  !insertmacro InstallFiles
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Budget Scenario Planner contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
  WriteRegStr HKCU "${CLASSES}\.bplan" "" "${DOCUMENT}"
  WriteRegStr HKCU "${CLASSES}\.bplan\OpenWithProgids" "${DOCUMENT}" ""
  WriteRegStr HKCU "${CLASSES}\${DOCUMENT}" "" "$(DOCUMENT_KIND)"
  WriteRegStr HKCU "${CLASSES}\${DOCUMENT}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${CLASSES}\${DOCUMENT}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  SetOutPath "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${EXE}"
  ${RefreshShellIcons}
SectionEnd

Section "Uninstall"
  Call un.WaitClosed
  !insertmacro RemoveFiles
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/KEEP" $2
  IfErrors 0 kept
  ClearErrors
  ${GetOptions} $1 "/SETTINGS" $2
  IfErrors 0 forget
  MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "$(SETTINGS)" /SD IDNO IDNO remembered
  forget:
  DeleteRegKey HKCU "Software\${ID}"
  RMDir /r "$LOCALAPPDATA\planner\faults"
  remembered:
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${CLASSES}\${DOCUMENT}"
  DeleteRegValue HKCU "${CLASSES}\.bplan\OpenWithProgids" "${DOCUMENT}"
  ReadRegStr $2 HKCU "${CLASSES}\.bplan" ""
  ${If} $2 == "${DOCUMENT}"
    DeleteRegValue HKCU "${CLASSES}\.bplan" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "${CLASSES}\.bplan\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.bplan"
  ${RefreshShellIcons}
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  kept:
SectionEnd
