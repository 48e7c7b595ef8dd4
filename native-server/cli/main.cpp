#include "cli/subcommands.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <string_view>

namespace {

struct Subcommand {
    std::string_view name;
    int (*run)(int argc, char** argv);
    std::string_view summary;
};

constexpr std::array subcommands{
    Subcommand{"serve", kaibiao::cli::run_serve, "run a trading centre 运行交易中心"},
    Subcommand{"demo", kaibiao::cli::run_demo, "a trial centre with bots, or one tender played 演示中心"},
    Subcommand{"account", kaibiao::cli::run_account, "register people and their roles 登记人员与角色"},
    Subcommand{"backup", kaibiao::cli::run_backup, "copy, check and bring back a centre's data 备份与恢复"},
    Subcommand{"rebuild", kaibiao::cli::run_rebuild, "make lists and tiles again from the events 由事件重建投影"},
    Subcommand{"keygen", kaibiao::cli::run_keygen, "make a signing key 生成签名密钥"},
    Subcommand{"csr", kaibiao::cli::run_csr, "make a certificate request 生成证书申请"},
    Subcommand{"trust", kaibiao::cli::run_trust, "fetch a centre's roots and log key as files 取得信任锚"},
    Subcommand{"seal", kaibiao::cli::run_seal, "seal a bid offline 离线制作投标文件"},
    Subcommand{"submit", kaibiao::cli::run_submit, "upload and submit a sealed bid 递交投标文件"},
    Subcommand{"open", kaibiao::cli::run_open, "open a sealed part 打开密文分卷"},
    Subcommand{"release", kaibiao::cli::run_release, "release a bid's secrets during the window 解密"},
    Subcommand{"officer", kaibiao::cli::run_officer, "make a panel's key, release for a lot 开标见证人"},
    Subcommand{"receipt", kaibiao::cli::run_receipt, "verify a receipt offline 核验回执"},
    Subcommand{"verify", kaibiao::cli::run_verify, "verify a bundle 核验存证包"},
    Subcommand{"draw", kaibiao::cli::run_draw, "make and verify a draw 抽取与核验"},
    Subcommand{"score", kaibiao::cli::run_score, "evaluate bids by a method 计算评标结果"},
    Subcommand{"age", kaibiao::cli::run_age, "encrypt and decrypt age files age 加密文件"},
    Subcommand{"log", kaibiao::cli::run_log, "checkpoints and proofs of a centre's log 存证日志"},
    Subcommand{"witness", kaibiao::cli::run_witness, "cosign logs that only grow 见证服务"},
};

void print_usage(std::ostream& out) {
    out << "kaibiao " KAIBIAO_VERSION " 开标\nUsage: kaibiao COMMAND [OPTIONS]; every command has --help.\n\n";
    for (const Subcommand& subcommand : subcommands) {
        out << "  " << subcommand.name << std::string(std::max<std::size_t>(10 - subcommand.name.size(), 1), ' ')
            << subcommand.summary << '\n';
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::string_view name = argc > 1 ? argv[1] : "";
    for (const Subcommand& subcommand : subcommands)
        if (subcommand.name == name) return subcommand.run(argc - 1, argv + 1);
    if (name == "--help" || name == "-h" || name == "help" || name == "--version") {
        print_usage(std::cout);
        return 0;
    }
    const kaibiao::cli::Output output(kaibiao::cli::asked_form(argc, argv));
    if (!name.empty())
        output.fail(kaibiao::Error(kaibiao::ErrorCode::usage, std::string(name), "未知的命令 unknown command"));
    if (output.form() == kaibiao::cli::OutputForm::human) print_usage(std::cerr);
    return static_cast<int>(kaibiao::cli::ExitCode::usage);
}
