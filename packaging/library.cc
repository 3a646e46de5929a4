// The shared library is made of the rooms below cli; it adds nothing of its
// own, but CMake wants a source.
