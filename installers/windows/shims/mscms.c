/* For the proof only: Qt's colour profiles ask for these; Wine 8 lacks some. */
#define NONE(name) __declspec(dllexport) long long name(void) { return 0; }
int __stdcall DllMainCRTStartup(void *a, unsigned b, void *c) { return 1; }
NONE(CloseColorProfile) NONE(ColorProfileGetDisplayDefault) NONE(CreateColorTransformW) NONE(DeleteColorTransform)
NONE(EnumColorProfilesW) NONE(GetColorDirectoryW) NONE(GetColorProfileFromHandle) NONE(GetStandardColorSpaceProfileW)
NONE(IsColorProfileValid) NONE(OpenColorProfileW) NONE(TranslateBitmapBits) NONE(WcsCreateIccProfile)
NONE(WcsGetDefaultColorProfile) NONE(WcsGetDefaultColorProfileSize) NONE(WcsOpenColorProfileW)
