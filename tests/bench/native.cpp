/// `kaibiao_bench WORK SIZE`: does the work once to warm up and once to measure; prints seconds.
/// WORK: aead or age (SIZE in bytes), ed25519 or es256 (SIZE in verifications), draw or draw-text (SIZE in experts),
/// score, release or announce (SIZE in bids), panel (SIZE in runs of a member).

#include "work.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: kaibiao_bench aead|age|ed25519|es256|draw|draw-text|score|panel|release|announce SIZE\n",
                   stderr);
        return 2;
    }
    const auto size = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
    const std::map<std::string, std::function<void()>> works = {
        {"aead", bench_aead},
        {"age", bench_age_payload},
        {"ed25519", [size] { bench_ed25519_verify(size); }},
        {"es256", [size] { bench_es256_verify(size); }},
        {"draw", [size] { bench_draw(size); }},
        {"draw-text", [size] { bench_draw_text(size); }},
        {"score", [size] { bench_score(size); }},
        {"panel", [size] { bench_panel_member(size); }},
        {"release", [size] { bench_releases(size); }},
        {"announce", [size] { bench_announce(size); }},
    };
    const auto work = works.find(argv[1]);
    if (work == works.end()) return 2;
    const bool data = work->first == "aead" || work->first == "age";
    bench_prepare(data ? size : 1024);
    work->second();
    const auto start = std::chrono::steady_clock::now();
    work->second();
    const auto elapsed = std::chrono::steady_clock::now() - start;
    std::printf("%.9f\n", std::chrono::duration<double>(elapsed).count());
    return 0;
}
