/* For the proof only: Windows' own converters, which Qt asks for and Wine 8 lacks. None can be opened. */
#define NONE(name) __declspec(dllexport) long long name(void) { return 0; }
int __stdcall DllMainCRTStartup(void *a, unsigned b, void *c) { return 1; }
__declspec(dllexport) void *ucnv_open(const char *name, int *error) {
    if (error) *error = 16; /* U_UNSUPPORTED_ERROR */
    return 0;
}
NONE(UCNV_FROM_U_CALLBACK_SUBSTITUTE) NONE(UCNV_TO_U_CALLBACK_SUBSTITUTE) NONE(ucnv_cbFromUWriteUChars)
NONE(ucnv_cbToUWriteUChars) NONE(ucnv_close) NONE(ucnv_countAvailable) NONE(ucnv_fromUCountPending)
NONE(ucnv_fromUnicode) NONE(ucnv_getAvailableName) NONE(ucnv_getFromUCallBack) NONE(ucnv_getMaxCharSize)
NONE(ucnv_getName) NONE(ucnv_getStandardName) NONE(ucnv_getToUCallBack) NONE(ucnv_reset)
NONE(ucnv_setFromUCallBack) NONE(ucnv_setToUCallBack) NONE(ucnv_toUCountPending) NONE(ucnv_toUnicode)
