#include "writer/lot_projection.h"

#include "kaibiao/tender/envelopes.h"

namespace kaibiao::writer {

store::LotRow lot_row(const tender::LotState& lot) {
    store::LotRow row;
    row.lot = lot.lot;
    row.phase = tender::phase_name(lot.phase);
    row.suspended = lot.suspended();
    if (lot.opening) row.window_end = lot.opening->window_end;
    if (!lot.publication) return row; // erased by law: only the id remains
    const tender::PublicationState& publication = *lot.publication;
    const tender::Notice& notice = publication.notice;
    row.published = publication.published_at;
    row.code = notice.project.code;
    row.title_zh = notice.title.zh;
    row.title_en = notice.title.en;
    row.project_zh = notice.project.name.zh;
    row.project_en = notice.project.name.en;
    row.tenderer = notice.tenderer.name;
    row.kind = tender::tender_kind_name(notice.kind);
    row.region = notice.region;
    row.industry = notice.industry;
    row.issue_from = notice.issue_from;
    row.deadline = publication.deadline;
    row.priced = tender::current_envelope(lot) == tender::envelopes_of(notice);
    row.trial = publication.profile.use == tender::ProfileUse::trial;
    row.search = row.code + '\n' + row.title_zh + '\n' + row.title_en + '\n' + row.project_zh + '\n' + row.project_en +
                 '\n' + row.tenderer + '\n' + row.region + '\n' + row.industry;
    return row;
}

} // namespace kaibiao::writer
