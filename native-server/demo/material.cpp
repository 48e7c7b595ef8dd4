#include "demo/material.h"

#include "client/volume_check.h"
#include "demo/pdf.h"
#include "kaibiao/tender/envelopes.h"

#include <algorithm>

namespace kaibiao::demo {

std::uint64_t Dice::next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

namespace {

PdfPage cover(const std::string& heading, const ProjectIdea& project, const std::string& author) {
    return {heading,
            {"项目名称：" + std::string(project.name_zh), "标段：" + std::string(project.lot_zh),
             "项目编号：" + std::string(project.code), "编制单位：" + author, "日期：2026 年 11 月", "",
             "本文件由演示中心生成，人物与单位均为虚构。", "Made by the demo centre; all names are invented."}};
}

PdfPage chapter(const std::string& heading, const std::vector<std::string>& topics, std::uint64_t variant) {
    static const std::string sentences[] = {
        "我单位承诺严格按照招标文件、施工图纸及现行规范组织实施。",
        "关键工序实行旁站与样板先行，资料与实体同步验收。",
        "投入的主要设备已列入附表，进场前完成检定与维护。",
        "针对雨季与交通导改编制专项方案，报监理审批后实施。",
        "劳务实名制管理，农民工工资专户足额按月支付。",
        "建立三级质量检查制度，隐蔽工程留存影像资料。",
    };
    PdfPage page{heading, {}};
    for (std::size_t i = 0; i < topics.size(); ++i) {
        page.lines.push_back(std::to_string(i + 1) + "  " + topics[i]);
        page.lines.push_back("    " + sentences[(variant + i) % std::size(sentences)]);
        page.lines.push_back("    " + sentences[(variant + 2 * i + 1) % std::size(sentences)]);
        page.lines.push_back("");
    }
    return page;
}

client::Volume volume(const std::string& title, const std::string& file_name, const ProjectIdea& project,
                      const Company& bidder, const std::vector<std::vector<std::string>>& chapters,
                      std::uint64_t variant) {
    std::vector<PdfPage> pages = {cover(title, project, std::string(bidder.name))};
    for (std::size_t i = 0; i < chapters.size(); ++i)
        pages.push_back(chapter("第 " + std::to_string(i + 1) + " 章", chapters[i], variant + i));
    return client::volume_of(title, file_name, make_pdf(title + " " + std::string(bidder.name), pages));
}

std::vector<client::Volume> priced_volumes(const ProjectIdea& project, const Company& bidder, std::uint64_t variant) {
    return {volume("已标价工程量清单", "priced-bill.pdf", project, bidder,
                   {{"编制说明", "单项工程汇总", "措施项目清单"}}, variant)};
}

std::vector<client::Volume> own_volumes(const ProjectIdea& project, const Company& bidder, std::uint64_t variant) {
    return {
        volume("商务标", "commercial.pdf", project, bidder,
               {{"投标函及附录", "法定代表人授权委托书", "企业资质与类似业绩"}, {"项目管理机构", "财务状况"}}, variant),
        volume("技术标", "technical.pdf", project, bidder,
               {{"工程概况与重难点分析", "施工总体部署"},
                {"主要分部分项施工方法", "质量保证措施"},
                {"安全文明施工", "进度计划与保证措施"}},
               variant + 1),
    };
}

} // namespace

Bytes tender_document(const ProjectIdea& project) {
    std::vector<PdfPage> pages = {cover("招标文件", project, std::string(tenderer().name))};
    pages.push_back(
        chapter("第一章 招标公告", {"招标条件", "项目概况与招标范围", "投标人资格要求", "招标文件的获取"}, 0));
    pages.push_back(chapter("第二章 投标人须知", {"总则", "投标文件的组成", "投标文件的加密与递交", "开标与解密"}, 1));
    pages.push_back(chapter("第三章 评标办法", {"初步评审标准", "详细评审标准", "评标程序"}, 2));
    return make_pdf("招标文件 " + std::string(project.name_zh), pages);
}

Result<std::vector<client::Volume>> volumes_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> names;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
        if (entry.path().extension() == ".pdf") names.push_back(entry.path());
    if (failed || names.empty())
        return Error(ErrorCode::file_unreadable, folder.string(),
                     failed ? failed.message() : "其中没有 PDF 文件 there are no PDF files in it");
    std::sort(names.begin(), names.end());
    std::vector<client::Volume> volumes;
    for (const std::filesystem::path& name : names) {
        TRY_ASSIGN(client::Volume volume, client::volume_of_file(name.stem().string(), name));
        volumes.push_back(std::move(volume));
    }
    TRY(client::check_volumes(volumes));
    return volumes;
}

Offer make_offer(const ProjectIdea& project, const Company& bidder, Dice& dice,
                 const std::vector<client::Volume>& volumes) {
    Offer offer;
    seal::PublicSheet& sheet = offer.sheet;
    sheet.bidder_id = std::string(bidder.id);
    sheet.bidder_name = std::string(bidder.name);
    const auto per_mille = static_cast<std::int64_t>(880 + dice.below(91));
    const std::int64_t hundreds =
        project.ceiling_yuan / 100 * per_mille / 1000 + static_cast<std::int64_t>(dice.below(100));
    sheet.price = Money::from_fen(hundreds * 10'000);
    sheet.duration_days = project.duration_days - static_cast<std::int64_t>(dice.below(20));
    sheet.quality = "合格";
    sheet.manager = std::string(bidder.manager);
    sheet.manager_certificate = "浙1" + std::to_string(3'302'026'100 + dice.below(900));
    sheet.security = "电子保函";
    offer.volumes = volumes;
    if (!volumes.empty()) return offer;
    const std::uint64_t variant = dice.below(6);
    offer.volumes = own_volumes(project, bidder, variant);
    offer.price_volumes = priced_volumes(project, bidder, variant + 2);
    return offer;
}

Offer envelope_of(const Offer& offer, int envelope, int envelopes) {
    Offer out = offer;
    if (envelopes == 1) {
        out.volumes.insert(out.volumes.end(), offer.price_volumes.begin(), offer.price_volumes.end());
    } else if (envelope == tender::first_envelope) {
        out.sheet.price.reset();
    } else {
        out.volumes = offer.price_volumes;
    }
    out.price_volumes.clear();
    return out;
}

std::vector<score::Cell> make_cells(const score::Method& method, const std::vector<BidId>& bids, Dice& dice) {
    std::vector<score::Cell> cells;
    for (const BidId& bid : bids) {
        for (const score::Section& section : method.sections) {
            for (const score::Criterion& criterion : section.criteria) {
                score::Cell cell{bid, criterion.key, score::Verdict::pass};
                if (const auto* free = std::get_if<score::FreeScore>(&criterion.rule)) {
                    const score::StepRange& range = free->range;
                    const Rational step = Rational::from_decimal(range.step);
                    const Rational span =
                        Rational::from_decimal(range.maximum).minus(Rational::from_decimal(range.minimum)).value();
                    const auto steps = static_cast<std::int64_t>(span.divided_by(step).value().numerator());
                    const std::int64_t taken =
                        steps - static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(steps / 2 + 1)));
                    const Rational value = step.times(Rational::from_integer(taken))
                                               .value()
                                               .plus(Rational::from_decimal(range.minimum))
                                               .value();
                    cell.value = value.round(range.step.places(), RoundingMode::half_up).value();
                }
                cells.push_back(std::move(cell));
            }
        }
    }
    return cells;
}

} // namespace kaibiao::demo
