#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "record.h"

#include <cstdio>

namespace kaibiao::test {

namespace {
std::string running_case;
}
const std::string& current_case() { return running_case; }

void skip_case(std::string_view why) {
    std::printf("skipped: %s (%.*s)\n", running_case.c_str(), static_cast<int>(why.size()), why.data());
}

/// Notices which case runs, for record().
struct CaseListener : doctest::IReporter {
    explicit CaseListener(const doctest::ContextOptions&) {}
    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats&) override {}
    void test_case_start(const doctest::TestCaseData& data) override { running_case = data.m_name; }
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats&) override { running_case.clear(); }
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}
};

} // namespace kaibiao::test

REGISTER_LISTENER("case", 1, kaibiao::test::CaseListener);

int main(int argc, char** argv) {
    doctest::Context context(argc, argv);
    const int result = context.run();
    if (context.shouldExit()) return result;
    std::printf("%s\n", kaibiao::test::outputs_digest().c_str());
    return result;
}
