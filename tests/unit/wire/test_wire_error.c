#include "base/buf.h"
#include "base/findings.h"
#include "test.h"
#include "wire/wire_error.h"

#include <string.h>

static const char *kept(const char *text)
{
    return text;
}

TEST(an_error_is_the_same_on_the_other_side)
{
    for (int code = ERROR_NONE + 1; code < ERROR_COUNT; code++) {
        OWNED(buf_release) struct buf json = {0};
        OWNED(wire_error_release) struct wire_error problem = {0}, got = {0};
        struct error sent, back, unused;

        error_set(&sent, (enum error_code)code, "no bars for 'X'");
        error_suggest(&sent, "ktrdr data import");
        wire_error_from(&sent, &problem);
        wire_encode(wire_error_fields, &problem, &json);
        CHECK(wire_decode(wire_error_fields, WIRE_STRICT, json.bytes, json.length, &got, &unused));
        CHECK(!wire_error_to(&got, &back) && back.code == sent.code);
        CHECK_TEXT(kept(back.text), sent.text);
        CHECK_TEXT(kept(back.suggestion), sent.suggestion);
    }
}

TEST(a_problem_reads_as_rfc_9457)
{
    OWNED(buf_release) struct buf json = {0};
    OWNED(wire_error_release) struct wire_error problem = {0};
    struct error sent;

    error_set(&sent, ERROR_NOT_FOUND, "no bars for 'X'");
    wire_error_from(&sent, &problem);
    wire_encode(wire_error_fields, &problem, &json);
    CHECK_TEXT(json.bytes,
               "{\"type\":\"urn:ktrdr:error:not_found\",\"title\":\"not found\",\"status\":404,"
               "\"detail\":\"no bars for 'X'\",\"code\":\"not_found\"}");
}

TEST(findings_travel_as_the_errors_of_a_problem)
{
    static struct findings findings;
    OWNED(wire_error_release) struct wire_error problem = {0};
    struct error sent;

    findings_add(&findings, FINDINGS_WARNING, "a", "unused");
    findings_add(&findings, FINDINGS_ERROR, "training.epochs", "must be above 0")->line = 7;
    error_set(&sent, ERROR_INVALID, "2 findings");
    wire_error_from(&sent, &problem);
    wire_error_add_findings(&problem, &findings);
    CHECK(problem.n_errors == 1);
    CHECK_TEXT(kept(problem.errors[0].field), "training.epochs");
    CHECK(problem.errors[0].line == 7);
}

TEST(a_code_we_do_not_know_is_told_by_its_status)
{
    struct wire_error problem;
    struct error err;

    wire_clear(wire_error_fields, &problem);
    strcpy(problem.code, "brand_new");
    problem.status = 404;
    wire_error_to(&problem, &err);
    CHECK(err.code == ERROR_NOT_FOUND);
    problem.status = 418;
    wire_error_to(&problem, &err);
    CHECK(err.code == ERROR_INVALID);
    problem.status = 599;
    wire_error_to(&problem, &err);
    CHECK(err.code == ERROR_INTERNAL);
}
