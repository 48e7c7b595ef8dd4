#include "cli/reasons.h"

#include "kaibiao/base/error.h"

#include <optional>

namespace kaibiao::cli {

namespace {

/// A star stands for what was seen, which has no colon of its own; a # for a number. Of several that fit the first is
/// taken, one without star or # before all others.
struct Reason {
    std::string_view en;
    std::string_view zh;
};

constexpr Reason reasons[] = {
    // the machine
    {"No such file or directory", "没有该文件或目录"},
    {"Permission denied", "没有权限"},
    {"Is a directory", "这是一个目录"},
    {"Not a directory", "路径中有一项不是目录"},
    {"No space left on device", "磁盘已满"},
    {"Read-only file system", "文件系统只读"},
    {"File exists", "文件已存在"},
    {"File name too long", "文件名过长"},
    {"Too many open files", "打开的文件过多"},
    {"Address already in use", "地址已被占用"},
    {"Cannot assign requested address", "本机没有该地址"},
    {"Connection refused", "连接被拒绝"},
    {"Connection reset by peer", "连接被对方中断"},
    {"Connection timed out", "连接超时"},
    {"Network is unreachable", "网络不可达"},
    {"No route to host", "主机不可达"},
    {"Host not found (authoritative)", "没有该主机"},
    {"end of stream", "连接提前结束"},
    {"certificate verify failed (SSL routines)", "服务器证书未通过验证"},

    // a server and its configuration
    {"the centre behind this address is not there now", "该地址后面的交易中心暂时不可用"},
    {"this address points to another one", "该地址指向另一地址"},
    {"what answers at this address is no centre of Kaibiao", "该地址有应答，但不是开标交易中心"},
    {"this port speaks no TLS; an address that begins with http:// may be meant",
     "该端口不使用 TLS，或应以 http:// 开头"},
    {"this port speaks no HTTP; an address that begins with https:// may be meant",
     "该端口不使用 HTTP，或应以 https:// 开头"},
    {"the address used is *, the server's own is *; log in there, or let its server.public_url name the one used",
     "所用地址为 *，服务器自称 *；请改用后者，或在服务器上将 server.public_url 设为所用地址"},
    {"this server is not known as *; let its server.public_url name the address used",
     "本服务器不认 * 这一地址；请在服务器上将 server.public_url 设为所用地址"},
    {"the origin differs; it was signed for *, the origin here is *", "来源不符：所签署的是 *，此处为 *"},
    {"it is a file, not a folder", "这是一个文件，不是目录"},
    {"file is not a database", "该文件不是数据库"},
    {"database disk image is malformed", "数据库文件已损坏"},
    {"true or false expected", "须为 true 或 false"},
    {"a number from * to * expected", "须为 * 至 * 的整数"},
    {"ADDRESS:PORT is expected, the address as a number or localhost, the port from 0 to 65535",
     "应为“地址:端口”，地址为数字形式或 localhost，端口为 0 至 65535，例如 127.0.0.1:8080"},
    {"SQLite * can lose committed transactions in WAL mode; 3.51.3 or newer is needed",
     "SQLite * 在 WAL 模式下可能丢失已提交的事务，须为 3.51.3 或更新版本"},
    {"--web or server.web is the folder of the web shell; there is no index.html in this one",
     "--web 或 server.web 须为网页目录，该目录不存在或其中没有 index.html"},

    // text forms: PEM, bech32, age
    {"the padding is not canonical", "填充不规范"},
    {"the prefix is not allowed", "前缀不允许"},
    {"upper and lower case are mixed", "大小写混用"},
    {"a character is not allowed", "含有不允许的字符"},
    {"there is no separator", "没有分隔符"},
    {"it is too short", "过短"},
    {"the checksum is wrong", "校验和不符"},
    {"too many blocks", "块过多"},
    {"there is no block", "没有块"},
    {"a line has the wrong length", "某行长度不对"},
    {"the labels differ", "首尾标签不一致"},
    {"the base64 is not canonical", "base64 不规范"},
    {"an encapsulation boundary is expected", "此处应为 BEGIN 或 END 行"},
    {"the label is not allowed", "标签不允许"},
    {"the line is too long", "行过长"},
    {"the block is not closed", "块没有结束行"},
    {"the first line is not the armor's", "首行不是文本封装的首行"},
    {"there is text outside the block", "块外还有文字"},
    {"there is too much white space", "空白过多"},
    {"a line after the short one", "短行之后还有行"},
    {"the line has the wrong length", "该行长度不对"},
    {"the line is not canonical base64", "该行不是规范的 base64"},
    {"more than * bytes", "超过 * 字节"},
    {"neither a stanza nor the MAC", "既不是收件人节，也不是 MAC"},
    {"too many stanzas", "收件人节过多"},
    {"an argument is not allowed", "参数不允许"},
    {"a line is longer than 64 columns", "某行超过 64 列"},
    {"the body is not canonical base64", "节内容不是规范的 base64"},
    {"there is no stanza", "没有收件人节"},
    {"the MAC has the wrong length", "MAC 长度不对"},
    {"the MAC is not canonical base64", "MAC 不是规范的 base64"},
    {"the file ends here", "文件在此处中断"},
    {"it has the wrong number of arguments", "参数个数不对"},
    {"its body does not have 32 bytes", "内容不是 32 字节"},
    {"an argument has the wrong value", "参数的值不对"},
    {"the work factor is not a number", "工作因子不是数字"},

    // the log
    {"it is not UTF-8 text or has control characters", "不是 UTF-8 文本，或含有控制字符"},
    {"it is too long", "过长"},
    {"there is no blank line before the signatures", "签名之前没有空行"},
    {"the last line does not end", "末行没有换行"},
    {"there are too many signatures", "签名过多"},
    {"there is no signature", "没有签名"},
    {"a signature line is expected", "此处应为签名行"},
    {"a key name is not allowed", "密钥名称不允许"},
    {"a signature is not canonical base64", "签名不是规范的 base64"},
    {"there is no origin", "没有日志名称"},
    {"the tree size is not a number", "树的大小不是数字"},
    {"the root hash is not 32 bytes of canonical base64", "树根不是 32 字节的规范 base64"},
    {"an extension line is empty or does not end", "扩展行为空或没有换行"},
    {"another stream", "属于其他事件流"},
    {"another position", "位置不符"},
    {"another predecessor", "前一事件不符"},
    {"the name is not allowed", "名称不允许"},
    {"it has not three parts", "不是三段"},
    {"the key has not 32 bytes", "密钥不是 32 字节"},
    {"the type of the key is not known", "未知的密钥类型"},
    {"the key id is wrong", "密钥编号不符"},
    {"a control character", "含有控制字符"},
    {"log, witness, group or quorum is expected", "此处应为 log、witness、group 或 quorum"},
    {"the key is of another kind", "密钥类型不符"},
    {"the key stands there twice", "密钥重复"},
    {"the name none is taken", "名称 none 不可用"},
    {"the name stands there twice", "名称重复"},
    {"log KEY [URL]", "应为 log 密钥 [网址]"},
    {"too many logs", "日志过多"},
    {"witness NAME KEY [URL]", "应为 witness 名称 密钥 [网址]"},
    {"too many witnesses", "见证服务过多"},
    {"any, all or a number of members is expected", "应为 any、all 或成员数"},
    {"group NAME all|any|K MEMBER…", "应为 group 名称 all|any|数 成员…"},
    {"too many groups", "组过多"},
    {"a member is not defined before", "成员未在前面定义"},
    {"a member belongs to a group already", "成员已属于另一组"},
    {"quorum NAME", "应为 quorum 名称"},
    {"there is a quorum already", "quorum 重复"},
    {"the quorum is not defined before", "quorum 未在前面定义"},
    {"there is none", "没有"},
    {"the last line does not end in a newline", "末行没有换行"},
    {"the tree has *", "日志共有 * 个条目"},
    {"it is not a c2sp.org/tlog-proof@v1", "不是 c2sp.org/tlog-proof@v1"},
    {"the extra data is not canonical base64", "附加数据不是规范的 base64"},
    {"the index is missing or not a number", "缺少序号，或序号不是数字"},
    {"a hash is not 32 bytes of canonical base64", "某个哈希不是 32 字节的规范 base64"},
    {"there are too many hashes", "哈希过多"},
    {"the checkpoint is malformed or not signed", "存证点格式错误或没有签名"},
    {"the old size is missing or not a number", "缺少原大小，或不是数字"},
    {"there is no empty line before the checkpoint", "存证点之前没有空行"},
    {"the old size is beyond the checkpoint's", "原大小超过存证点的大小"},
    {"the empty tree has another root", "空树的树根不是这个"},
    {"nothing was to be proved", "无需证明"},
    {"no checkpoint was cosigned yet", "尚无经见证的存证点"},
    {"no cosigned checkpoint covers the lot yet", "尚无覆盖该标段的经见证的存证点"},
    {"by the witnesses' clocks", "以见证服务的时钟计"},
    {"by this computer's clock", "以本机时钟计"},
    {"the notice pins no witnesses", "公告没有指定见证服务"},
    {"log key and roots taken from the bundle: compare the fingerprints", "日志密钥与根证书取自存证包，请比对指纹"},
    {"log key taken from the bundle: compare the fingerprints", "日志密钥取自存证包，请比对指纹"},
    {"roots taken from the bundle: compare the fingerprints", "根证书取自存证包，请比对指纹"},
    {"rules", "规则"},
    {"the notice pins another log key", "公告所载的日志密钥不同"},
    {"officers release under a witnessed log only", "见证人只在日志经见证后释放"},
    {"of something else than a submission", "不是递交投标的回执"},
    {"the frozen set does not hold this receipt's submission", "冻结的投标集合中没有该回执所载的递交"},
    {"it covers * entries, the restored log has *", "它涵盖 * 个条目，而恢复的日志有 * 个"},

    // JSON texts
    {"text in quotes is expected", "应为带引号的文字"},
    {"a whole number is expected", "此处应为整数（不带引号）"},
    {"true or false is expected", "此处应为 true 或 false"},
    {"an object is expected", "此处应为对象 {…}"},
    {"a list is expected", "此处应为列表 […]"},
    {"at most * bytes", "最多 * 字节"},
    {"at most * entries", "最多 * 项"},
    {"from * to *", "须为 * 至 *"},
    {"#, needed: #", "现有 #，须有 #"},
    {"# of #", "#（共 #）"},
    {"# to #", "# 至 #"},
    {"left out instead", "应省略此项"},
    {"admitted, revoked, withdrawn or excluded", "须为 admitted、revoked、withdrawn 或 excluded"},
    {"exactly two decimals", "须恰有两位小数"},
    {"a committee has nothing to judge (BL 37)", "评标委员会无可评审的内容（招标投标法第三十七条）"},

    // draws
    {"an even number: #", "人数为偶数：#"},
    {"# experts of #", "专家 # 名，共 # 名，不足三分之二"},
    {"1 to 64 of A-Z a-z 0-9 . _ -", "须为 1–64 个字符：A-Z a-z 0-9 . _ -"},
    {"a value cannot decline", "参数值不会谢绝"},

    // evaluation methods
    {"its price is above the ceiling", "其报价高于最高限价"},
    {"its price is below the minimum", "其报价低于最低价"},
    {"its price is not positive", "其报价不是正数"},
    {"it was revoked, withdrawn or excluded", "该投标已撤销、撤回或被排除"},
    {"above 0, to 1000000, at most 6 decimals", "须大于 0，不超过 1000000，最多 6 位小数"},
    {"must be positive; the direction gives the sign", "须为正数，加减由 direction 表示"},
    {"a key is 1-32 of a-z 0-9 . _ -", "键为 1–32 个字符：a-z 0-9 . _ -"},
    {"the key is used twice", "键重复"},
    {"too many", "过多"},
    {"the largest price would leave the exact range", "过大或过细：最大报价将超出精确范围"},
    {"with weighted_mean only", "仅用于 weighted_mean"},
    {"1 to 1000", "须为 1 至 1000"},
    {"1 to 100", "须为 1 至 100"},
    {"1 to 3", "须为 1 至 3"},
    {"1 to 10000", "须为 1 至 10000"},
    {"0 to 100", "须为 0 至 100"},
    {"0 to 10000", "须为 0 至 10000"},
    {"a key of its own", "须为各不相同的键"},
    {"trim_from is 3 to 1000 with trimmed_mean, else null", "trim_from 在 trimmed_mean 时为 3 至 1000，否则为 null"},
    {"the method aggregates no single criteria", "该办法不逐项合并各因素"},
    {"the method aggregates no single sections", "该办法不逐项合并各部分"},
    {"too many experts", "专家过多"},
    {"needed where prices are dropped", "去掉报价时须填写"},
    {"nothing is dropped", "没有去掉任何报价"},
    {"no deviation would cost points", "任何偏差都不扣分"},
    {"the method has no ceiling", "该办法没有最高限价"},
    {"0 to 6 places", "须为 0 至 6 位小数"},
    {"0 to 2 places", "须为 0 至 2 位小数"},
    {"0 <= minimum <= maximum", "须 0 ≤ 最小值 ≤ 最大值"},
    {"the step does not divide the band's limits", "档次的界限不是步长的整数倍"},
    {"must be positive", "须为正数"},
    {"1 to 20 bands", "须有 1 至 20 个档次"},
    {"bands overlap or are not listed best first", "档次重叠，或未从优到劣排列"},
    {"no points", "没有分值"},
    {"1 to 20 items", "须有 1 至 20 项"},
    {"not above the other limit, or out of limits", "不大于另一界限，或超出范围"},
    {"outside the range", "超出范围"},
    {"the first is the range's minimum, the others ascend", "首行须为范围的最小值，其后递增"},
    {"1 to 100 rows", "须有 1 至 100 行"},
    {"the limits have more decimals than are kept", "界限的小数位多于修约保留的位数"},
    {"no score sheet", "没有评分表"},
    {"too many scores", "评分过多"},
    {"the divisor can be zero", "除数可能为零"},
    {"could leave the exact range", "可能超出精确范围"},
    {"1 to 500 characters", "须为 1 至 500 个字符"},
    {"an operator is missing", "缺少运算符"},
    {"only half-width a-z 0-9 . + - * / ( ) [ ] ,", "只能用半角的 a-z 0-9 . + - * / ( ) [ ] ,"},
    {"nested too deeply", "嵌套过深"},
    {"a bracket is not closed", "括号没有闭合"},
    {"a number or a name is missing", "缺少数字或名称"},
    {"not a number of the method", "不是评标办法允许的数"},
    {"a function takes its arguments in brackets", "函数的参数须写在括号内"},
    {"too many arguments", "参数过多"},
    {"a key in square brackets is missing", "缺少方括号中的键"},
    {"a square bracket is not closed", "方括号没有闭合"},
    {"a method that ranks by price alone has gates only", "只按价格排名的办法只能有通过制因素"},
    {"lies above the ceiling", "高于最高限价"},
    {"named twice", "重复列出"},
    {"declared *, the parts give *", "所列为 *，各项之和为 *"},
    {"none or too many", "没有，或过多"},
    {"rounds what was rounded before", "比前一步修约得更粗"},
    {"not the key of this kind of method", "不是此类办法的排名依据"},
    {"a draw can only come last", "抽签只能排在最后"},
    {"the method has no points", "该办法没有分值"},
    {"there is no technical section with points", "没有计分的技术部分"},
    {"above 0 to 100", "须大于 0，不超过 100"},
    {"names no percentage", "没有给出百分比"},
    {"1 to 100 values", "须有 1 至 100 个取值"},
    {"at most 1000000 with at most 6 decimals", "不超过 1000000，最多 6 位小数"},
    {"the value is listed twice", "取值重复"},
    {"* is out of limits", "* 超出范围"},
    {"the price rule has no benchmark", "该价格规则没有基准价"},
    {"the method has one stage", "该办法只有一个阶段"},
    {"between 0 and 1 with at most 3 decimals", "须在 0 与 1 之间，最多 3 位小数"},
    {"the two weights must give 1", "两个权重之和须为 1"},
    {"the sections must have 100 points together", "各部分分值之和须为 100"},
    {"above 0, to 1000000, at most 2 decimals", "须大于 0，不超过 1000000，最多 2 位小数"},
    {"no quality to compare", "没有可比的质量分"},
    {"too large for the lowest price", "对最低报价而言过大"},
    {"from 0 to 1000000 with at most 6 decimals", "须为 0 至 1000000，最多 6 位小数"},
    {"not above the minimum, or out of limits", "不大于最小值，或超出范围"},
    {"does not divide the minimum", "最小值不是步长的整数倍"},
    {"does not divide the maximum", "最大值不是步长的整数倍"},
    {"the price rule has a minimum already", "价格规则已有最低分"},
    {"0 to what sections give", "须在 0 与各部分分值之和之间"},
    {"no number, nor pass or fail", "既非数字，也不是 pass 或 fail"},
    {"a gate takes pass or fail", "通过制因素只取 pass 或 fail"},
    {"a number is needed", "须为数字"},
    {"counts of items are needed", "须逐项填写数量"},
    {"an item is counted twice", "同一项重复计数"},
    {"an item is not known, or counted too often", "没有该项，或计数过多"},
    {"step #", "步长 #"},
    {"more than 10000 bids", "投标超过 10000 份"},

    // sealed bids
    {"the part is malformed", "分卷号格式错误"},
    {"* is malformed", "* 格式错误"},
    {"the classes are sheet, then volumes", "类别依次为 sheet、volumes"},
    {"its members are not those of the policy", "其项与加密策略不符"},
    {"there is one lock for each class", "每类恰有一把锁"},
    {"the parts are numbered from 0", "分卷须从 0 起编号"},
    {"part 0 alone is the sheet", "只有第 0 卷是开标一览表"},
    {"there is no part", "没有分卷"},
    {"it is empty", "为空"},
    {"it is not sealed yet", "尚未加密"},
    {"shorter than its manifest says", "短于清单所载"},
    {"longer than its manifest says", "长于清单所载"},
    {"too short", "过短"},
    {"the mark at its end is missing", "缺少末尾标记"},
    {"impossible length", "长度不可能成立"},
    {"names no lot or no part", "未载明标段或分卷"},
    {"there are too many parts", "分卷过多"},
    {"there are bytes after the header", "文件头之后还有多余字节"},
    {"the last chunk is empty", "最后一块为空"},
    {"the key is of low order", "密钥为低阶点"},
    {"it is of another type", "类型不同"},
    {"R, HB or the proof does not belong to the policy", "R、HB 或证明与加密策略不符"},
    {"the policy needs no officers", "该加密策略不需要见证人"},
    {"there is a panel", "不应有见证人组"},
    {"there is no panel", "缺少见证人组"},
    {"the class is not known", "未知的类别"},
    {"it is another kind of code", "是另一种代码"},
    {"it is too large", "过大"},
    {"the file ends too early", "文件提前结束"},
    {"the server did not confirm the upload", "服务器没有确认上传"},
    {"this bid needs its officers to open: --lot and --bid", "该投标须由见证人释放后才能打开，请给出 --lot 与 --bid"},

    // certificates and signatures
    {"too long or not plain text", "过长或不是纯文本"},
    {"not ASCII", "不是 ASCII"},
    {"the key is not the certificate's", "密钥与证书不符"},
    {"there is no certificate", "没有证书"},
    {"the next certificate is not its issuer", "下一张证书不是其签发者"},
    {"another kind of element is expected", "此处应为另一种元素"},
    {"not before *", "生效时间 *"},
    {"not after *", "失效时间 *"},
    {"next update *", "下次更新 *"},
    {"not a certificate authority", "不是 CA 证书"},
    {"its key", "其密钥"},
    {"its signature algorithm", "其签名算法"},
    {"a certificate authority signs certificates, not documents", "CA 证书只签发证书，不签署文件"},
    {"neither digitalSignature nor nonRepudiation", "既无 digitalSignature 也无 nonRepudiation"},
    {"its extended key usage is for something else", "其扩展密钥用途不符"},
    {"keyCertSign is missing", "缺少 keyCertSign"},
    {"cRLSign is missing", "缺少 cRLSign"},
    {"not canonical base64url", "不是规范的 base64url"},
    {"not canonical base64", "不是规范的 base64"},
    {"too large", "过大"},
    {"not a string", "不是字符串"},
    {"a name constraint that is not compared", "不支持的名称约束"},
    {"an empty list", "列表为空"},
    {"one PEM block expected", "应恰有一个 PEM 块"},
    {"not an elliptic-curve key", "不是椭圆曲线密钥"},
    {"a curve other than P-256", "不是 P-256 曲线"},

    // panels of officers
    {"it is not canonical", "不是规范形式"},
    {"not one for each officer", "不是每位见证人各一份"},
    {"the certificate is of other numbers or keys", "证书的人数或密钥不同"},
    {"member #", "成员 #"},
    {"# points, not #", "有 # 个点，应为 # 个"},
    {"it ends too early", "提前结束"},
    {"bytes follow its end", "末尾之后还有多余字节"},
    {"there are too many", "过多"},
    {"the seat is another person's", "该席位属于他人"},

    // what a centre decides
    {"published", "投标中"},
    {"closed", "已截止"},
    {"opening", "解密中"},
    {"window_closed", "开启中"},
    {"announced", "已唱标"},
    {"qualified", "通过名单已定"},
    {"evaluated", "已出结果"},
    {"failed", "开标不成立"},
    {"the lot has moved on", "标段已进入后续阶段"},
    {"there is nothing to open", "没有可开启的投标"},
    {"the release window is open", "解密窗口尚未关闭"},
    {"a score sheet is signed", "已有评分表签署"},
    {"no committee", "没有评标委员会"},
    {"# missing", "缺 # 份"},
    {"# sheets", "共 # 份评分表"},
    {"the price envelopes are not opened yet", "价格信封尚未开启"},
    {"no technical envelopes are under evaluation", "没有待评定的技术信封"},
    {"not suspended", "未暂停"},
    {"only the tenderer named in the notice", "仅限公告所载的招标人"},
    {"only the supervisor named in the notice", "仅限公告所载的监督人"},
    {"only an officer of the notice's panel", "仅限公告所载见证人组的见证人"},
    {"an earlier payload is missing", "缺少在先事件的内容"},
    {"a trial root at a production centre", "试用根证书用于正式交易中心"},
    {"the kind is works, goods or services", "类别须为 works、goods 或 services"},
    {"the lot's own stream", "标段自身的事件流"},
    {"the technical envelopes were judged", "技术信封已评定"},
    {"the price envelopes come later", "价格信封稍后开启"},
    {"its bidder did not pass", "该投标人未通过"},
    {"the method gives no casting vote", "该办法没有规定决定票"},
    {"the chair is an expert", "组长须为专家"},
    {"the method gives groups no weight", "该办法没有规定组别权重"},
    {"the supervisor", "是监督人"},
    {"the tenderer is no expert", "招标人不是专家"},
    {"a bidder", "是投标人"},
    {"not the rules known by this name", "与该名称的规则配置不同"},
    {"order", "顺序不对"},
    {"no notice among its events", "事件中没有招标公告"},
    {"empty: left out instead", "为空时应省略"},
    {"together, so far", "目前只能一并公布"},
    {"two exactly where the method has a technical stage", "有技术阶段时恰为两个信封"},
    {"the policy and the panel do not fit", "加密策略与见证人组不符"},
    {"it names another log key", "所载日志密钥不同"},
    {"the opening has no draw of parameters", "开标环节不抽取参数"},
    {"no act states how often a rule applies", "流程中没有确定规则适用次数的环节"},
    {"not the notice's", "与公告不同"},
    {"not covered by the profile", "不在规则配置的适用范围内"},
    {"is the tenderer", "与招标人相同"},
    {"bids ascend", "投标须按编号递增"},
    {"no bid", "没有投标"},
    {"* was released or is not of this lot", "* 已释放或不属于该标段"},
    {"passed without being opened", "未经开启即通过"},
    {"nothing is scored", "没有评分项"},
    {"a score sheet was signed since", "此后又有评分表签署"},
    {"unknown unit", "未知的单位"},
    {"the unit does not fit the rule", "单位与规则不符"},
    {"unknown kind", "未知的类别"},
    {"kinds ascend", "类别须递增"},
    {"no kind", "没有类别"},
    {"at least 1", "至少为 1"},
    {"from 1 to the maximum", "须为 1 至最大值"},
    {"while the command was waiting", "指令等待期间"},
    {"its bidder did not release it", "其投标人没有释放"},
    {"signed by another person than the one who logged in", "签名者不是登录者"},
    {"another request is sending to this upload", "另一请求正在上传"},
    {"no such certificate", "没有该证书"},
    {"use the centre's https:// address", "请使用交易中心的 https:// 地址"},

    // periods
    {"at least * days, here *", "至少 * 日，此处为 * 日"},
    {"at least * seconds, here *", "至少 * 秒，此处为 * 秒"},
    {"it is not after /issue_from", "须晚于 /issue_from"},

    // a centre's files
    {"integrity check", "完整性检查未通过"},
    {"missing", "缺失"},
    {"this program knows *", "本程序支持到 *"},
    {"this data folder belongs to *", "该数据目录属于 *"},
    {"it does not name this log", "没有列出本日志"},
    {"no witness has an address", "没有一个见证服务有网址"},
    {"character *", "第 * 个字符"},
};

bool is_chinese(std::string_view text) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead >= 0xE4 && lead <= 0xE9) return true; // U+4000 to U+9FFF in UTF-8
    }
    return false;
}

/// The Chinese for `text` if it is this reason, with what the stars stood for.
std::optional<std::string> fitted(const Reason& reason, std::string_view text) {
    std::string out;
    std::string_view en = reason.en, zh = reason.zh;
    for (;;) {
        const std::size_t star = en.find_first_of("*#");
        if (star == std::string_view::npos) break;
        const std::string_view next = en.substr(star + 1, en.find_first_of("*#", star + 1) - star - 1);
        if (!text.starts_with(en.substr(0, star))) return std::nullopt;
        text.remove_prefix(star);
        const std::size_t end = next.empty() ? text.size() : text.find(next);
        if (end == std::string_view::npos || end == 0 || text.substr(0, end).find(": ") != std::string_view::npos)
            return std::nullopt;
        if (en[star] == '#' && text.substr(0, end).find_first_not_of("-0123456789.") != std::string_view::npos)
            return std::nullopt;
        const std::size_t place = zh.find_first_of("*#");
        out.append(zh.substr(0, place)).append(text.substr(0, end));
        text.remove_prefix(end);
        en.remove_prefix(star + 1);
        zh.remove_prefix(place + 1);
    }
    if (text != en) return std::nullopt;
    return out.append(zh);
}

std::optional<std::string> chinese_of(std::string_view text) {
    for (const Reason& reason : reasons)
        if (reason.en == text) return std::string(reason.zh);
    for (const Reason& reason : reasons)
        if (auto zh = fitted(reason, text)) return zh;
    return std::nullopt;
}

} // namespace

std::string in_both_languages(std::string_view detail) {
    // What was refused in a part of the whole: the core gives its name.
    if (const auto code = error_named(detail))
        return std::string(sentence(*code).zh) + " " + std::string(sentence(*code).en);
    if (const auto zh = chinese_of(detail)) return *zh + " " + std::string(detail);
    for (const std::string_view joint : {"; ", ": "}) {
        const std::size_t at = detail.find(joint);
        if (at == std::string_view::npos) continue;
        const std::string_view head = detail.substr(0, at), tail = detail.substr(at + joint.size());
        const auto head_zh = chinese_of(head);
        if (joint == ": " && head_zh && !is_chinese(tail))
            return *head_zh + "：" + chinese_of(tail).value_or(std::string(tail)) + " " + std::string(detail);
        return in_both_languages(head) + std::string(joint) + in_both_languages(tail);
    }
    return std::string(detail);
}

} // namespace kaibiao::cli
