/* What libsodium expects of its platform, for WebAssembly (see libsodium.cmake): no random source, because
 * core takes entropy as an argument, and processor features that the build decided. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* utils.c fills the canary of its guarded allocator, which does not exist here. */
void kaibiao_no_canary(void* buffer, size_t size) { memset(buffer, 0xdb, size); }

int randombytes_set_implementation(void* implementation) {
    (void)implementation;
    abort();
}
const char* randombytes_implementation_name(void) { return "none"; }
void randombytes_stir(void) {}
int randombytes_close(void) { return 0; }
uint32_t randombytes_random(void) { abort(); }
uint32_t randombytes_uniform(uint32_t bound) {
    (void)bound;
    abort();
}
void randombytes_buf(void* buffer, size_t size) {
    (void)buffer;
    (void)size;
    abort();
}
void randombytes(unsigned char* buffer, unsigned long long size) {
    (void)buffer;
    (void)size;
    abort();
}

/* sodium_init asks these to choose; what they choose among is not built. */
int _crypto_stream_salsa20_pick_best_implementation(void) { return 0; }
int _crypto_pwhash_argon2_pick_best_implementation(void) { return 0; }
int _crypto_generichash_blake2b_pick_best_implementation(void) { return 0; }

#ifdef KAIBIAO_WASM_SIMD
#define SIMD 1
#else
#define SIMD 0
#endif
int _sodium_runtime_get_cpu_features(void) { return 0; }
int sodium_runtime_has_neon(void) { return 0; }
int sodium_runtime_has_sse2(void) { return SIMD; }
int sodium_runtime_has_sse3(void) { return SIMD; }
int sodium_runtime_has_ssse3(void) { return SIMD; }
int sodium_runtime_has_sse41(void) { return SIMD; }
int sodium_runtime_has_avx(void) { return 0; }
int sodium_runtime_has_avx2(void) { return 0; }
int sodium_runtime_has_avx512f(void) { return 0; }
int sodium_runtime_has_pclmul(void) { return 0; }
int sodium_runtime_has_aesni(void) { return 0; }
int sodium_runtime_has_rdrand(void) { return 0; }
