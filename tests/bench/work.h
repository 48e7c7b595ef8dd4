#pragma once
/// The pieces of work that are measured, the same in the native and in the WebAssembly program.

#include <cstdint>

extern "C" {
/// Makes the buffers, keys and signatures. `bytes` is the size of the data to encrypt, kept in memory.
void bench_prepare(std::uint32_t bytes);
/// ChaCha20-Poly1305 over the data in 64 KiB chunks, nothing else: what libsodium alone does.
void bench_aead();
/// The payload of an age file over the same data (nonce, chunk counters, last-chunk flag).
void bench_age_payload();
/// `count` verifications; aborts when one fails.
void bench_ed25519_verify(std::uint32_t count);
void bench_es256_verify(std::uint32_t count);
/// Draws 11 of `experts` in one stratum, every fiftieth excluded: check of the list, full ranking, result.
void bench_draw(std::uint32_t experts);
/// The same from the list's text to the transcript's, and the transcript verified.
void bench_draw_text(std::uint32_t experts);
/// Evaluates `bids` bids from the sheets of 11 experts on 60 criteria: sheets checked and entered, aggregated, ranked.
/// The first call with a number also makes what is evaluated.
void bench_score(std::uint32_t bids);
/// All rounds of one member of a panel of 15 with k = 8, `count` times. The first call also makes the panel.
void bench_panel_member(std::uint32_t count);
/// One officer of a panel of 2 of 3 checks the proofs of r of two classes of `bids` bids and releases for each. The
/// first call also makes what is measured; `bids` is the same in all calls of these two.
void bench_releases(std::uint32_t bids);
/// The releases of three officers for both classes are checked and combined, and every sheet is opened, the sheets
/// first.
void bench_announce(std::uint32_t bids);
}
