#include "cli/age_pipeline.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace kaibiao::cli {

namespace {

constexpr std::size_t chunks_per_block = 16;
constexpr std::size_t plain_block = chunks_per_block * seal::age_chunk_size;
constexpr std::size_t sealed_block = chunks_per_block * seal::age_sealed_chunk_size;

struct Block {
    std::uint64_t index = 0;
    std::size_t size = 0;
    seal::LastChunk last = seal::LastChunk::no;
    std::optional<Error> unreadable;
};

/// Transforms the first `block.size` bytes of the buffer in place and returns the size of the result.
using Transform = std::function<Result<std::size_t>(const Block& block, MutableBytes buffer)>;

class Pipeline {
  public:
    Pipeline(ByteSource& in, ByteSink& out, std::size_t block_size, Transform transform, const ReportBytes& report)
        : in_(in), out_(out), block_size_(block_size), transform_(std::move(transform)), report_(report) {}

    Status run() {
        std::thread second([this] { work(); });
        work();
        second.join();
        if (failure_) return *failure_;
        return ok();
    }

  private:
    void work() {
        SecretBytes buffer(sealed_block + 1);
        while (const std::optional<Block> block = take(buffer.data())) {
            const auto size = block->unreadable ? Result<std::size_t>(*block->unreadable)
                                                : transform_(*block, buffer.data().first(sealed_block));
            if (size.ok())
                put(block->index, buffer.view().first(*size));
            else
                put(block->index, size.error());
        }
    }

    /// The next block of the input, or nothing after the last.
    std::optional<Block> take(MutableBytes buffer) {
        const std::lock_guard lock(input_);
        if (ended_) return std::nullopt;
        const Block block = read_block(buffer);
        ended_ = block.unreadable || block.last == seal::LastChunk::yes;
        return block;
    }

    /// Reads one byte more than a block, so that the last block is known to be the last.
    Block read_block(MutableBytes buffer) {
        Block block;
        block.index = next_read_++;
        const std::size_t kept = ahead_ ? 1 : 0;
        if (ahead_) buffer[0] = *ahead_;
        const Result<std::size_t> n = in_.read(buffer.subspan(kept, block_size_ + 1 - kept));
        if (!n.ok()) {
            block.unreadable = n.error();
            return block;
        }
        block.size = std::min(kept + *n, block_size_);
        if (kept + *n <= block_size_)
            block.last = seal::LastChunk::yes;
        else
            ahead_ = buffer[block_size_];
        return block;
    }

    /// Waits for the block's turn. After a failure nothing more is written.
    void put(std::uint64_t index, const Result<ByteView>& result) {
        std::unique_lock lock(output_);
        turn_.wait(lock, [&] { return next_written_ == index || failure_; });
        if (failure_) return;
        Status status = result.ok() ? out_.write(*result) : Status(result.error());
        if (!status.ok()) {
            failure_ = status.error();
            stop_reading();
        }
        ++next_written_;
        report_(next_written_ * block_size_);
        turn_.notify_all();
    }

    void stop_reading() {
        const std::lock_guard lock(input_);
        ended_ = true;
    }

    ByteSource& in_;
    ByteSink& out_;
    const std::size_t block_size_;
    const Transform transform_;
    const ReportBytes& report_;

    std::mutex input_;
    bool ended_ = false;
    std::uint64_t next_read_ = 0;
    std::optional<std::uint8_t> ahead_;

    std::mutex output_;
    std::condition_variable turn_;
    std::uint64_t next_written_ = 0;
    std::optional<Error> failure_;
};

std::size_t chunks_in(std::size_t sealed) {
    return std::max<std::size_t>(1, (sealed + seal::age_sealed_chunk_size - 1) / seal::age_sealed_chunk_size);
}

} // namespace

Status seal_stream(const seal::PayloadKey& key, ByteSource& plain, ByteSink& sealed, const ReportBytes& report) {
    const auto transform = [&](const Block& block, MutableBytes buffer) -> Result<std::size_t> {
        const auto size = static_cast<std::size_t>(seal::sealed_chunks_size(block.size));
        seal::seal_chunks(key, block.index * chunks_per_block, block.last, buffer.first(block.size),
                          buffer.first(size));
        return size;
    };
    return Pipeline(plain, sealed, plain_block, transform, report).run();
}

Status open_stream(const seal::PayloadKey& key, ByteSource& sealed, ByteSink& plain, const ReportBytes& report) {
    const auto transform = [&](const Block& block, MutableBytes buffer) -> Result<std::size_t> {
        const std::size_t tags = chunks_in(block.size) * seal::age_tag_size;
        const std::size_t size = block.size < tags ? 0 : block.size - tags;
        TRY(seal::open_chunks(key, block.index * chunks_per_block, block.last, buffer.first(block.size),
                              buffer.first(size)));
        return size;
    };
    return Pipeline(sealed, plain, sealed_block, transform, report).run();
}

} // namespace kaibiao::cli
