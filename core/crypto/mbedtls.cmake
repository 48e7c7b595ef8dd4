# Mbed TLS with our trimmed configuration: target mbedtls_static (the crypto and x509 parts, no TLS).
kaibiao_source_dir(MBEDTLS src/mbedtls
    https://github.com/Mbed-TLS/mbedtls/releases/download/mbedtls-3.6.6/mbedtls-3.6.6.tar.bz2
    8fb65fae8dcae5840f793c0a334860a411f884cc537ea290ce1c52bb64ca007a)

file(GLOB mbedtls_sources "${MBEDTLS_SOURCE_DIR}/library/*.c")
list(FILTER mbedtls_sources EXCLUDE REGEX "/(ssl_|net_|psa_its|timing)[^/]*\\.c$")
add_library(mbedtls_static STATIC ${mbedtls_sources})
target_compile_definitions(mbedtls_static
    PUBLIC "MBEDTLS_CONFIG_FILE=\"${CMAKE_CURRENT_LIST_DIR}/mbedtls_config.h\"")
target_include_directories(mbedtls_static SYSTEM PUBLIC "${MBEDTLS_SOURCE_DIR}/include"
    PRIVATE "${MBEDTLS_SOURCE_DIR}/library")
target_compile_options(mbedtls_static PRIVATE -w)
if(NOT CMAKE_BUILD_TYPE STREQUAL Debug)
    target_compile_options(mbedtls_static PRIVATE -O2)
endif()

if(EMSCRIPTEN)
    # The download counts: for speed only what calculates.
    set(slow ${mbedtls_sources})
    list(FILTER slow EXCLUDE REGEX "/(bignum[^/]*|ecp[^/]*|ecdsa|sha256|sha512|aes|constant_time)\\.c$")
    set_property(SOURCE ${slow} APPEND PROPERTY COMPILE_OPTIONS -Oz)

    # 64-bit limbs: bignum.h decides by processor and does not know WebAssembly, so a copy that does stands
    # first in the include path. ES256 verification is about 1.5 times faster with it.
    set(patched "${CMAKE_CURRENT_BINARY_DIR}/mbedtls/include")
    file(READ "${MBEDTLS_SOURCE_DIR}/include/mbedtls/bignum.h" text)
    string(REPLACE "defined(__amd64__) || defined(__x86_64__)     ||"
        "defined(__wasm__) || defined(__amd64__) || defined(__x86_64__) ||" text_patched "${text}")
    if(text STREQUAL text_patched)
        message(FATAL_ERROR "Mbed TLS: the line of bignum.h that lists 64-bit processors was not found")
    endif()
    file(CONFIGURE OUTPUT "${patched}/mbedtls/bignum.h" CONTENT "${text_patched}" @ONLY)
    target_include_directories(mbedtls_static SYSTEM BEFORE PUBLIC "${patched}")
endif()
