#pragma once
/// PDF 1.4 documents of plain text for the demo's bid volumes and tender documents: real pages in Chinese and English,
/// set in the viewer's Chinese font (Adobe-GB1, UniGB-UCS2-H), so nothing is embedded.

#include "kaibiao/base/bytes.h"

#include <string>
#include <vector>

namespace kaibiao::demo {

struct PdfPage {
    std::string heading;
    std::vector<std::string> lines; ///< UTF-8; the caller breaks lines (about 42 Chinese characters fit)
};

/// A4, one text page per entry, with page numbers. Text outside the Basic Multilingual Plane is replaced by U+3013.
Bytes make_pdf(const std::string& title, const std::vector<PdfPage>& pages);

} // namespace kaibiao::demo
