#include "demo/pdf.h"

#include <cstdio>

namespace kaibiao::demo {

namespace {

constexpr int page_width = 595;
constexpr int page_height = 842;
constexpr int left_margin = 64;
constexpr int line_height = 20;

void append_code_unit(std::string& out, unsigned unit) {
    char digits[5];
    std::snprintf(digits, sizeof digits, "%04X", unit & 0xffffU);
    out += digits;
}

/// UTF-8 to the hex string of UTF-16BE that UniGB-UCS2-H reads.
std::string ucs2_hex(const std::string& text) {
    std::string out = "<";
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        unsigned code = length == 1 ? lead : lead & (0x7fU >> length);
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            code = (code << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
        append_code_unit(out, code > 0xffff ? 0x3013 : code);
        i += length;
    }
    return out + ">";
}

std::string text_at(int x, int y, int size, const std::string& text) {
    return "BT /F1 " + std::to_string(size) + " Tf 1 0 0 1 " + std::to_string(x) + " " + std::to_string(y) + " Tm " +
           ucs2_hex(text) + " Tj ET\n";
}

std::string page_content(const PdfPage& page, std::size_t number, std::size_t count) {
    int y = page_height - 90;
    std::string out = text_at(left_margin, y, 18, page.heading);
    y -= 2 * line_height;
    for (const std::string& line : page.lines) {
        out += text_at(left_margin, y, 11, line);
        y -= line_height;
    }
    return out + text_at(page_width / 2 - 30, 40, 9,
                         "第 " + std::to_string(number) + " 页 / 共 " + std::to_string(count) + " 页");
}

/// Collects numbered objects and writes the cross-reference table.
class PdfWriter {
  public:
    void object(std::size_t number, const std::string& body) {
        if (offsets_.size() < number) offsets_.resize(number, 0);
        offsets_[number - 1] = out_.size();
        out_ += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
    }
    Bytes finish(const std::string& info) {
        const std::size_t start = out_.size();
        out_ += "xref\n0 " + std::to_string(offsets_.size() + 1) + "\n0000000000 65535 f \n";
        for (const std::size_t offset : offsets_) {
            char row[32];
            std::snprintf(row, sizeof row, "%010zu 00000 n \n", offset);
            out_ += row;
        }
        out_ += "trailer\n<< /Size " + std::to_string(offsets_.size() + 1) + " /Root 1 0 R /Info " + info +
                " >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
        return to_bytes(as_bytes(out_));
    }

  private:
    std::string out_ = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    std::vector<std::size_t> offsets_;
};

} // namespace

Bytes make_pdf(const std::string& title, const std::vector<PdfPage>& pages) {
    PdfWriter writer;
    const std::size_t first_page = 7; // 1 catalog, 2 pages, 3-5 font, 6 info, then page and content in turn
    std::string kids;
    for (std::size_t i = 0; i < pages.size(); ++i) kids += std::to_string(first_page + 2 * i) + " 0 R ";
    writer.object(1, "<< /Type /Catalog /Pages 2 0 R >>");
    writer.object(2, "<< /Type /Pages /Count " + std::to_string(pages.size()) + " /Kids [" + kids + "] >>");
    writer.object(
        3,
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>");
    writer.object(4, "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry "
                     "(Adobe) /Ordering (GB1) "
                     "/Supplement 4 >> /DW 1000 /W [1 [500] 814 939 500] /FontDescriptor 5 0 R >>");
    writer.object(5, "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
                     "/ItalicAngle 0 /Ascent 880 "
                     "/Descent -120 /CapHeight 880 /StemV 93 >>");
    std::string info_title = ucs2_hex(title);
    info_title.insert(1, "FEFF");
    writer.object(6, "<< /Title " + info_title + " /Producer (Kaibiao demo) >>");
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const std::string content = page_content(pages[i], i + 1, pages.size());
        const std::size_t number = first_page + 2 * i;
        writer.object(
            number,
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents " +
                std::to_string(number + 1) + " 0 R >>");
        writer.object(number + 1,
                      "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream");
    }
    return writer.finish("6 0 R");
}

} // namespace kaibiao::demo
