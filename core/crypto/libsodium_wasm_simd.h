/* Included before libsodium's SSE files when they are compiled to WebAssembly.
 *
 * LLVM 14 (Emscripten 3.1.6) folds a load and its splat into v128.load64_splat and then emits that after a later
 * store to the same address. In ChaCha20 the block counter was read after its increment: the keystream was wrong from
 * the first byte for inputs of 256 bytes or more, and consistently so, which a round trip does not notice. The empty
 * assembly holds the loaded number in a register, so that there is no load left to move. */
#ifndef KAIBIAO_LIBSODIUM_WASM_SIMD_H
#define KAIBIAO_LIBSODIUM_WASM_SIMD_H

#include <emmintrin.h>
#include <wasm_simd128.h>

static __inline__ __m128i kaibiao_splat64(long long value) {
    __asm__("" : "+r"(value));
    return _mm_set1_epi64x(value);
}
static __inline__ __m128i kaibiao_splat32(int value) {
    __asm__("" : "+r"(value));
    return _mm_set1_epi32(value);
}

/* The compiler takes the extension of a factor that stays the same out of the loop and leaves i64x2.mul inside, for
 * which processors have no instruction: engines make eight of it, three of them multiplications. A zero that it cannot
 * see through, different for each multiplication, keeps factor and extension together; it is laid on the second
 * factor, the one that stays in Poly1305, and after the choice of its lanes, which may leave the loop. LLVM 14 would
 * take the instruction by name; LLVM 19 takes no vectors in assembly. */
static __inline__ __m128i kaibiao_mul_epu32(__m128i a, __m128i b) {
    int nothing = 0;
    __asm__ volatile("" : "+r"(nothing));
    const v128_t first = wasm_i32x4_shuffle((v128_t)a, (v128_t)a, 0, 2, 0, 2);
    const v128_t second = wasm_i32x4_shuffle((v128_t)b, (v128_t)b, 0, 2, 0, 2);
    return (__m128i)wasm_u64x2_extmul_low_u32x4(first, wasm_v128_xor(second, wasm_i32x4_splat(nothing)));
}

#define _mm_mul_epu32 kaibiao_mul_epu32
#define _mm_set1_epi64x kaibiao_splat64
#define _mm_set1_epi32 kaibiao_splat32

#endif
