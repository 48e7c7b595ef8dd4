#include "demo/cast.h"

namespace kaibiao::demo {

namespace {

constexpr Company the_tenderer{"12330900MB0QY00018", "清源市城市建设投资集团有限公司", "周敏", "清源"};
constexpr Company the_supervisor{"11330900MB0QY00026", "清源市公共资源交易监督管理局", "何正", "清源"};

constexpr Company the_officers[] = {
    {"OFFICER-QY-CENTRE", "清源市公共资源交易中心", "丁兰", "清源"},
    {"OFFICER-QY-NOTARY", "清源市公证处", "苏衡", "清源"},
    {"OFFICER-QY-SUPERV", "清源市纪检监察派驻组", "傅廉", "清源"},
};

constexpr Company the_bidders[] = {
    {"91330900MA2QY10017", "浙东路桥建设有限公司", "陈立新", "清源"},
    {"91330900MA2QY10025", "海川市政工程有限公司", "林志远", "海川"},
    {"91330900MA2QY10033", "华岭建设集团股份有限公司", "赵文博", "华岭"},
    {"91330900MA2QY10041", "天合水利水电工程有限公司", "孙晓东", "天合"},
    {"91330900MA2QY1005X", "安澜建筑工程有限公司", "吴思远", "安澜"},
    {"91330900MA2QY10068", "中原筑路机械施工有限公司", "郑凯", "中原"},
    {"91330900MA2QY10076", "青松园林绿化有限公司", "王海涛", "青松"},
    {"91330900MA2QY10084", "远航交通设施有限公司", "刘畅", "远航"},
};

constexpr Person the_experts[] = {
    {"EXPERT-0001", "顾明远", "清源"}, {"EXPERT-0002", "沈雅琴", "海川"}, {"EXPERT-0003", "许建国", "华岭"},
    {"EXPERT-0004", "罗佩珊", "天合"}, {"EXPERT-0005", "方致和", "安澜"},
};

constexpr ProjectIdea the_projects[] = {
    {"QY-2026-0117", "清源市滨江大道（三期）道路工程", "Qingyuan Riverside Avenue, phase 3",
     "施工标段 I：K0+000 至 K2+400 道路、排水、照明", "Construction lot I: road, drainage, lighting, K0+000–K2+400",
     "works", "清源市", "市政", 48'600'000, 420},
    {"QY-2026-0121", "第三中学教学楼扩建项目", "Third Middle School, teaching block extension", "施工总承包",
     "General contracting", "works", "清源市", "房屋建筑", 36'200'000, 360},
    {"QY-2026-0126", "白马湖水厂深度处理改造工程", "Baima Lake Water Works, advanced treatment", "设备采购及安装",
     "Equipment supply and installation", "works", "白马县", "水务", 21'450'000, 240},
    {"QY-2026-0130", "城东片区雨污分流改造工程", "East District storm and sewage separation", "施工标段 II",
     "Construction lot II", "works", "城东区", "市政", 15'880'000, 200},
    {"QY-2026-0134", "东山路人行天桥工程", "Dongshan Road footbridge", "施工", "Construction", "works", "清源市",
     "市政", 7'960'000, 150},
    {"QY-2026-0139", "青溪河堤防加固工程", "Qingxi River embankment reinforcement", "施工标段 I", "Construction lot I",
     "works", "青溪县", "水利", 28'300'000, 300},
};

} // namespace

const Company& tenderer() { return the_tenderer; }
const Company& supervisor() { return the_supervisor; }
std::span<const Company> officers() { return the_officers; }
std::span<const Company> bidders() { return the_bidders; }
std::span<const Person> experts() { return the_experts; }
std::span<const ProjectIdea> projects() { return the_projects; }

} // namespace kaibiao::demo
