/* Starts the planner with the Python in this folder: with GUI defined the window, without it the command line;
 * with PLAIN defined it is a bare python.exe, which only the proof under Wine uses.
 *
 * Python reads python3XX._pth beside its DLL: no registry, no variables, nothing from the current folder. Everything
 * after the program's name goes to the program as it is, so a worker process is started the same way. */
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define ROOM 32768
#define MODULE L"start"

typedef int (*python_main)(int, wchar_t **);

static int fail(const wchar_t *what) {
    static wchar_t said[ROOM + 200];
    swprintf(said, ROOM + 200, L"%ls (%lu)", what, GetLastError());
#ifdef GUI
    MessageBoxW(NULL, said, L"Budget Scenario Planner", MB_ICONERROR);
#else
    fwprintf(stderr, L"planner: %ls\n", said);
#endif
    return 111;
}

static int run(int argc, wchar_t **argv) {
    static wchar_t place[ROOM + 32];
    DWORD length = GetModuleFileNameW(NULL, place, ROOM);
    wchar_t *name = length && length < ROOM ? wcsrchr(place, L'\\') : NULL;
    if (!name) return fail(L"cannot find its own folder");
    wcscpy(name + 1, PYTHON_DLL);
    SetDllDirectoryW(L""); /* no library comes from the current folder */
    HMODULE python = LoadLibraryExW(place, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!python) return fail(L"cannot load " PYTHON_DLL L". Install the planner again");
    python_main start = (python_main)(void *)GetProcAddress(python, "Py_Main");
    wchar_t **all = calloc(argc + 3, sizeof *all);
    if (!start || !all) return fail(L"cannot start. Install the planner again");
    int count = 0;
    all[count++] = argv[0];
#ifndef PLAIN
    all[count++] = L"-m";
    all[count++] = MODULE;
#endif
    for (int i = 1; i < argc; i++) all[count++] = argv[i];
    return start(count, all);
}

#ifdef GUI
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, LPWSTR line, int show) {
    (void)instance, (void)before, (void)line, (void)show;
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    return argv ? run(argc, argv) : fail(L"cannot read its arguments");
}
#else
int wmain(int argc, wchar_t **argv) {
#ifndef PLAIN
    DWORD others[2];
    /* Opened by a double click: the console is ours alone, and nobody will read it. */
    if (argc == 1 && GetConsoleProcessList(others, 2) == 1) FreeConsole();
#endif
    return run(argc, argv);
}
#endif
