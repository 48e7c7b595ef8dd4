# libsodium from its .c files, without autotools: target sodium_static.
# Native x86-64 compiles the SIMD files with their own -m flags and chooses at run time; other processors take
# the portable code. WebAssembly cannot choose at run time, so that there are two libraries: sodium_static is the
# portable code, and sodium_wasm_simd runs libsodium's SSSE3/SSE4.1 code on WASM SIMD, which measured four times
# faster for ChaCha20-Poly1305. Every program links one of them beside core. Both are without HAVE_TI_MODE, which
# slows Ed25519 to half there.
kaibiao_source_dir(LIBSODIUM src/libsodium
    https://github.com/jedisct1/libsodium/archive/refs/tags/1.0.18.tar.gz
    d59323c6b712a1519a5daf710b68f5e7fde57040845ffec53850911f10a5d4f4)

set(sodium "${LIBSODIUM_SOURCE_DIR}/src/libsodium")
file(STRINGS "${LIBSODIUM_SOURCE_DIR}/configure.ac" sodium_lines
    REGEX "^(AC_INIT|SODIUM_LIBRARY_VERSION_)|^ *\\[[0-9.]+\\],")
string(REGEX MATCH "\\[([0-9]+\\.[0-9]+\\.[0-9]+)\\]" unused "${sodium_lines}")
set(VERSION "${CMAKE_MATCH_1}")
string(REGEX MATCH "MAJOR=([0-9]+)" unused "${sodium_lines}")
set(SODIUM_LIBRARY_VERSION_MAJOR "${CMAKE_MATCH_1}")
string(REGEX MATCH "MINOR=([0-9]+)" unused "${sodium_lines}")
set(SODIUM_LIBRARY_VERSION_MINOR "${CMAKE_MATCH_1}")
set(SODIUM_LIBRARY_MINIMAL_DEF "")
set(sodium_generated "${CMAKE_CURRENT_BINARY_DIR}/libsodium")
file(READ "${sodium}/include/sodium/version.h.in" version_header)
string(REPLACE "\"export.h\"" "\"sodium/export.h\"" version_header "${version_header}") # it stands in another folder
file(CONFIGURE OUTPUT "${sodium_generated}/include/sodium/version.h" CONTENT "${version_header}" @ONLY)

# kaibiao_add_sodium(TARGET SOURCES…)
function(kaibiao_add_sodium name)
    add_library(${name} STATIC ${ARGN})
    target_link_libraries(${name} PUBLIC sodium_headers)
    target_include_directories(${name} SYSTEM PRIVATE "${sodium}/include/sodium" "${sodium_generated}/include/sodium")
    target_compile_definitions(${name} PRIVATE CONFIGURED=1 NATIVE_LITTLE_ENDIAN=1 HAVE_WEAK_SYMBOLS=1
        HAVE_INLINE_ASM=1 HAVE_POSIX_MEMALIGN=1)
    target_compile_options(${name} PRIVATE -w -fno-strict-aliasing -fno-strict-overflow -fwrapv -std=gnu99)
    if(NOT CMAKE_BUILD_TYPE STREQUAL Debug)
        target_compile_options(${name} PRIVATE -O2)
    endif()
endfunction()

add_library(sodium_headers INTERFACE)
target_include_directories(sodium_headers SYSTEM INTERFACE "${sodium}/include" "${sodium_generated}/include")
target_compile_definitions(sodium_headers INTERFACE SODIUM_STATIC)
file(GLOB_RECURSE sodium_sources "${sodium}/*.c")

# sodium_simd(PATTERN FLAGS…): compiles the files that match with FLAGS.
function(sodium_simd pattern)
    set(matching ${sodium_sources})
    list(FILTER matching INCLUDE REGEX "${pattern}")
    set_source_files_properties(${matching} PROPERTIES COMPILE_OPTIONS "${ARGN}")
endfunction()

if(EMSCRIPTEN)
    # Core takes randomness as an argument. A call of libsodium's own source aborts; runtime detection
    # answers what the build was made for.
    # BLAKE2b, Argon2 and Salsa20 would only be there because sodium_init chooses among their variants: 70 KB for nothing.
    list(FILTER sodium_sources EXCLUDE REGEX
        "/randombytes/|/sodium/runtime\\.c$|/crypto_generichash/|/crypto_pwhash/argon2/|/crypto_stream/x?salsa20")
    list(APPEND sodium_sources "${CMAKE_CURRENT_LIST_DIR}/libsodium_wasm.c")
    set_source_files_properties("${sodium}/sodium/utils.c" PROPERTIES
        COMPILE_DEFINITIONS "randombytes_buf=kaibiao_no_canary")
    # Only the files written with intrinsics, without the compiler's own vectors: LLVM 14 moves the load of a
    # splatted number past a store to the same place, which broke ChaCha20 (see libsodium_wasm_simd.h).
    set(intrinsics "/[^/]*([-_]s?sse|avx|aesni)[^/]*\\.c$")
    sodium_simd("${intrinsics}" -msimd128 -msse4.1 -fno-vectorize -fno-slp-vectorize
        -include "${CMAKE_CURRENT_LIST_DIR}/libsodium_wasm_simd.h")
    # Poly1305's SSE2 code multiplies 128 bits only to prepare a key.
    set_source_files_properties("${sodium}/crypto_onetimeauth/poly1305/onetimeauth_poly1305.c"
        "${sodium}/crypto_onetimeauth/poly1305/sse2/poly1305_sse2.c" PROPERTIES COMPILE_DEFINITIONS HAVE_TI_MODE=1)
    kaibiao_add_sodium(sodium_wasm_simd ${sodium_sources})
    target_compile_definitions(sodium_wasm_simd PRIVATE KAIBIAO_WASM_SIMD=1
        HAVE_EMMINTRIN_H=1 HAVE_PMMINTRIN_H=1 HAVE_TMMINTRIN_H=1 HAVE_SMMINTRIN_H=1)
    list(FILTER sodium_sources EXCLUDE REGEX "${intrinsics}")
    kaibiao_add_sodium(sodium_static ${sodium_sources})
else()
    kaibiao_add_sodium(sodium_static ${sodium_sources})
    target_compile_definitions(sodium_static PRIVATE HAVE_TI_MODE=1 HAVE_PTHREAD=1 HAVE_NANOSLEEP=1 HAVE_GETPID=1
        HAVE_SYS_MMAN_H=1 HAVE_MMAP=1 HAVE_MPROTECT=1 HAVE_MLOCK=1 HAVE_MADVISE=1 HAVE_EXPLICIT_BZERO=1
        HAVE_ATOMIC_OPS=1 HAVE_SYS_RANDOM_H=1 HAVE_LINUX_COMPATIBLE_GETRANDOM=1 _GNU_SOURCE=1)
    target_compile_options(sodium_static PRIVATE -ftls-model=local-dynamic)
    find_package(Threads REQUIRED)
    target_link_libraries(sodium_static PRIVATE Threads::Threads)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
        target_compile_definitions(sodium_static PRIVATE HAVE_CPUID=1 HAVE_MMINTRIN_H=1 HAVE_EMMINTRIN_H=1
            HAVE_PMMINTRIN_H=1 HAVE_TMMINTRIN_H=1 HAVE_SMMINTRIN_H=1 HAVE_AVXINTRIN_H=1 HAVE_AVX2INTRIN_H=1
            HAVE_AVX512FINTRIN_H=1 HAVE_WMMINTRIN_H=1 HAVE_RDRAND=1)
        sodium_simd("-ssse3\\.c$" -mssse3)
        sodium_simd("-sse41\\.c$" -msse4.1)
        sodium_simd("-avx2\\.c$" -mavx2)
        sodium_simd("-avx512f\\.c$" -mavx512f -mavx2)
        sodium_simd("aesni\\.c$" -maes -mpclmul -mssse3)
        # XGETBV as bytes; elsewhere HAVE_AVX_ASM would ask for the .S files, which are left out.
        set_source_files_properties("${sodium}/sodium/runtime.c" PROPERTIES COMPILE_DEFINITIONS HAVE_AVX_ASM=1)
        sodium_simd("/randombytes_internal_random\\.c$" -mrdrnd)
    endif()
endif()
