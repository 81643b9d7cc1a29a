#include "domain/bars_csv.h"

#include "base/date.h"
#include "base/zone.h"
#include "domain/bars.h"
#include "domain/calendar.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char header[] = "timestamp,open,high,low,close,volume\n";

/* What came of a file, to be compared. */
struct outcome {
    bool is_good;
    struct error err;
    struct bars_csv_report report;
    struct bars rows;
};

static void release(struct outcome *outcome)
{
    bars_release(&outcome->rows);
}

static void run(const char *bytes, size_t length, size_t piece,
                const struct bars_csv_options *options, struct outcome *ret)
{
    struct bars_csv *csv = bars_csv_new(options);
    size_t at = 0;

    memset(ret, 0, sizeof(*ret));
    ret->is_good = true;
    for (; ret->is_good && at < length; at += piece)
        ret->is_good = bars_csv_feed(csv, bytes + at, length - at < piece ? length - at : piece,
                                     &ret->err);
    ret->is_good = ret->is_good && bars_csv_finish(csv, &ret->err);
    ret->report = *bars_csv_report(csv);
    bars_csv_take(csv, &ret->rows);
    bars_csv_free(csv);
}

static char *read_file(const char *path, size_t *ret_length)
{
    FILE *file = path ? fopen(path, "rb") : NULL;
    char *bytes = malloc(4 << 20);

    *ret_length = file ? fread(bytes, 1, 4 << 20, file) : 0;
    if (file)
        fclose(file);
    return bytes;
}

static void to_words(char *text)
{
    for (; *text; text++)
        if (*text == '_')
            *text = ' ';
}

static const char *const orders[] = { "ascending", "descending", "unsorted" };

/* '1h@America/New_York%5' */
static struct bars_csv_options options_of(char *text)
{
    struct bars_csv_options options = { .most_rejected = 100 };
    char *zone = strchr(text, '@'), *most = strchr(text, '%');
    struct error err;

    if (most) {
        *most++ = '\0';
        options.most_rejected = atof(most);
    }
    if (zone) {
        *zone++ = '\0';
        options.zone = zone_builtin(zone);
        CHECK(options.zone);
    }
    CHECK(timeframe_parse(text, &options.timeframe, &err));
    return options;
}

static void check_rule(const struct bars_csv_report *report, const char *want)
{
    char got[128] = "-";

    for (int rule = 0; rule < BARS_CSV_RULES; rule++) {
        if (!report->by_rule[rule].count)
            continue;
        snprintf(got, sizeof(got), "%zu:%s*%zu", report->by_rule[rule].first_line,
                 bars_csv_report_rule((enum bars_csv_rule)rule), report->by_rule[rule].count);
        if (!strcmp(got, want))
            return;
    }
    CHECK_TEXT(got, want);
}

static void check_line(const char *name, const char *path, char *word[8])
{
    struct bars_csv_options options = options_of(word[1]);
    struct outcome got;
    char first[128] = "-";
    size_t length;
    char *bytes = read_file(path, &length);

    for (size_t piece = length + 1; piece; piece /= 7) {
        run(bytes, length, piece, &options, &got);
        for (int i = 5; i < 8; i++)
            to_words(word[i]);
        CHECK_TEXT(got.is_good ? "-" : got.err.text, word[7]);
        if (got.report.accepted != (size_t)atoi(word[2])
            || got.report.rejected != (size_t)atoi(word[3]))
            CHECK_TEXT(name, "a file with these counts");
        CHECK(!got.is_good || got.rows.count == got.report.accepted);
        CHECK(bars_check(&got.rows, &got.err));
        CHECK_TEXT(orders[got.report.order], word[4]);
        if (got.report.n_kept)
            snprintf(first, sizeof(first), "%zu:%s", got.report.kept[0].line,
                     bars_csv_report_reason(got.report.kept[0].reason));
        CHECK_TEXT(first, word[5]);
        check_rule(&got.report, word[6]);
        release(&got);
    }
    free(bytes);
}

TEST(every_dirty_file_has_the_outcome_that_the_documents_promise)
{
    FILE *list = fopen(test_path("golden/dirty/expected.txt"), "r");
    char line[512];
    int n = 0;

    CHECK(list);
    while (list && fgets(line, sizeof(line), list)) {
        char *word[8] = {0}, path[128];
        int words = 0;

        if (*line == '#')
            continue;
        for (char *at = strtok(line, " \n"); at && words < 8; at = strtok(NULL, " \n"))
            word[words++] = at;
        CHECK(words == 8);
        snprintf(path, sizeof(path), "golden/dirty/%s", word[0]);
        check_line(word[0], test_path(path), word);
        n++;
    }
    CHECK(n > 70);
    if (list)
        fclose(list);
}

/* The larger collection that lies beside a developer's checkout. Decided here: see docs/import.md. */
static const struct {
    const char *file, *options;
    size_t accepted, rejected;
    enum bars_csv_order order;
    const char *refused;        /* at the usual 5 %; NULL: it is not */
} cases[] = {
    { "dup_exact.csv", "1d", 200, 0, BARS_CSV_UNSORTED, NULL },
    { "dup_conflict.csv", "1d", 200, 1, BARS_CSV_ASCENDING, NULL },
    { "unsorted.csv", "1d", 200, 0, BARS_CSV_UNSORTED, NULL },
    { "reversed.csv", "1d", 200, 0, BARS_CSV_DESCENDING, NULL },
    { "nan.csv", "1d", 186, 14, BARS_CSV_ASCENDING, "14 of 200 rows rejected" },
    { "negative_price.csv", "1d", 199, 1, BARS_CSV_ASCENDING, NULL },
    { "high_lt_low.csv", "1d", 197, 3, BARS_CSV_ASCENDING, NULL },
    { "spike.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "flat_zero_volume.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "constant.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "tiny_prices.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "huge_offset.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "mixed_tz.csv", "1m", 60, 0, BARS_CSV_ASCENDING, NULL },
    { "dst_spring_utc.csv", "1h", 24, 0, BARS_CSV_ASCENDING, NULL },
    { "dst_spring_local.csv", "1h@America/New_York", 24, 0, BARS_CSV_ASCENDING, NULL },
    { "dst_fall_utc.csv", "1h", 24, 0, BARS_CSV_ASCENDING, NULL },
    { "dst_fall_local.csv", "1h@America/New_York", 24, 0, BARS_CSV_ASCENDING, NULL },
    { "dst_nonexistent_local.csv", "1h@America/New_York", 2, 1, BARS_CSV_ASCENDING, "1 of 3 rows" },
    { "dst_weeks_real_utc.csv", "1h", 309, 0, BARS_CSV_ASCENDING, NULL },
    { "bad_dates.csv", "1d", 5, 7, BARS_CSV_UNSORTED, "7 of 12 rows rejected" },
    { "date_only_and_time.csv", "1d", 0, 0, BARS_CSV_ASCENDING, "which is the month in '01/11/2023'" },
    { "bom.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "crlf.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "cr_only.csv", "1d", 20, 0, BARS_CSV_ASCENDING, NULL },
    { "mixed_eol.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "utf16le_bom.csv", "1d", 0, 0, BARS_CSV_ASCENDING, "the file is UTF-16" },
    { "no_final_newline.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "truncated_last_line.csv", "1d", 199, 1, BARS_CSV_ASCENDING, NULL },
    { "truncated_in_number.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "embedded_nul.csv", "1d", 10, 1, BARS_CSV_ASCENDING, "1 of 11 rows rejected" },
    { "binary.csv", "1d", 0, 0, BARS_CSV_ASCENDING, "" },
    { "empty.csv", "1d", 0, 0, BARS_CSV_ASCENDING, "the file is empty" },
    { "header_only.csv", "1d", 0, 0, BARS_CSV_ASCENDING, "the file has a header and no rows" },
    { "one_row.csv", "1d", 1, 0, BARS_CSV_ASCENDING, NULL },
    { "two_rows.csv", "1d", 2, 0, BARS_CSV_ASCENDING, NULL },
    { "blank_lines.csv", "1d", 20, 0, BARS_CSV_ASCENDING, NULL },
    { "long_line.csv", "1d", 10, 1, BARS_CSV_ASCENDING, "1 of 11 rows rejected" },
    { "many_columns.csv", "1d", 5, 0, BARS_CSV_ASCENDING, NULL },
    { "no_header.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "header_case_spaces.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "reordered.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "extra_columns.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "no_volume.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "missing_close.csv", "1d", 0, 0, BARS_CSV_ASCENDING, "no column 'close' in the header" },
    { "quoted.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "quoted_thousands.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "semicolon_decimal_comma.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "tabs.tsv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "ragged.csv", "1d", 196, 4, BARS_CSV_ASCENDING, NULL },
    { "repeated_header.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "comments.csv", "1d", 20, 0, BARS_CSV_ASCENDING, NULL },
    { "float_volume.csv", "1d", 200, 0, BARS_CSV_ASCENDING, NULL },
    { "csv_injection.csv", "1d", 0, 2, BARS_CSV_ASCENDING, "no good row of 2" },
    { "real_ktrdr_AAPL_1d_fake.csv", "1d", 50, 0, BARS_CSV_ASCENDING, NULL },
    { "real_cryptodatadownload_BTCUSD_1h.csv", "1h", 300, 0, BARS_CSV_DESCENDING, NULL },
    { "real_QQQ_1d_hole.csv", "1d", 38, 0, BARS_CSV_ASCENDING, NULL },
    { "real_IBM_1d_bad_open.csv", "1d", 11, 0, BARS_CSV_ASCENDING, NULL },
};

static char *read_extra(const char *name, size_t *ret_length)
{
    char path[128];

    snprintf(path, sizeof(path), "data/dirty/%s", name);
    return read_file(test_extra_path(path), ret_length);
}

static void run_case(size_t i, struct outcome *got)
{
    char options_text[64];
    struct bars_csv_options options;
    size_t length;
    char *bytes = read_extra(cases[i].file, &length);

    snprintf(options_text, sizeof(options_text), "%s", cases[i].options);
    options = options_of(options_text);
    options.most_rejected = 0;
    run(bytes, length, 1000, &options, got);
    free(bytes);
}

TEST(every_case_of_the_collection_has_a_decided_outcome)
{
    if (!test_extra_path("data/dirty/cases.json")) {
        test_skip("the collection of dirty files is not beside this checkout");
        return;
    }
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct outcome got;

        run_case(i, &got);
        if (got.report.accepted != cases[i].accepted || got.report.rejected != cases[i].rejected
            || got.report.order != cases[i].order)
            CHECK_TEXT(cases[i].file, "a file with these counts");
        if (!cases[i].refused)
            CHECK(got.is_good && got.rows.count == cases[i].accepted);
        else
            CHECK(!got.is_good && got.err.code == ERROR_INVALID
                  && strstr(got.err.text, cases[i].refused));
        CHECK(bars_check(&got.rows, &got.err));
        release(&got);
    }
}

/* No file of the collection is left out of the table above. */
TEST(the_table_knows_every_case_of_the_collection)
{
    size_t length, n = 0;
    const char *path = test_extra_path("data/dirty/cases.json");
    char *json, *at;

    if (!path) {
        test_skip("the collection of dirty files is not beside this checkout");
        return;
    }
    json = read_file(path, &length);
    json[length] = '\0';
    for (at = json; (at = strstr(at, "\"file\": \"")); n++) {
        bool is_known = false;

        at += 9;
        for (size_t i = 0; i < COUNT(cases); i++)
            is_known = is_known || (!strncmp(at, cases[i].file, strlen(cases[i].file))
                                    && at[strlen(cases[i].file)] == '"');
        CHECK(is_known);
    }
    CHECK(n == COUNT(cases));
    free(json);
}

TEST(local_files_give_the_bars_of_their_utc_twins)
{
    static const char *const pairs[][2] = {
        { "dst_spring_utc.csv", "dst_spring_local.csv" }, { "dst_fall_utc.csv", "dst_fall_local.csv" },
    };

    if (!test_extra_path("data/dirty/cases.json")) {
        test_skip("the collection of dirty files is not beside this checkout");
        return;
    }
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct bars_csv_options options = { .timeframe = TIMEFRAME_1_HOUR };
        struct outcome got[2];

        for (int k = 0; k < 2; k++) {
            size_t length;
            char *bytes = read_extra(pairs[i][k], &length);

            options.zone = k ? zone_builtin("America/New_York") : NULL;
            run(bytes, length, length + 1, &options, &got[k]);
            free(bytes);
        }
        CHECK(got[0].rows.count == 24 && got[1].rows.count == 24);
        CHECK(!memcmp(got[0].rows.time, got[1].rows.time, 24 * 8));
        CHECK(!memcmp(got[0].rows.column[BARS_CLOSE], got[1].rows.column[BARS_CLOSE], 24 * 8));
        release(&got[0]);
        release(&got[1]);
    }
}

static struct outcome run_text(const char *text, const struct bars_csv_options *options)
{
    struct outcome got;

    run(text, strlen(text), 7, options, &got);
    return got;
}

TEST(values_and_times_are_those_of_the_file)
{
    const struct bars_csv_options options = { .timeframe = TIMEFRAME_1_HOUR };
    OWNED(release) struct outcome got = run_text(
        "volume;time;o;h;l;c\n11000000000;2024-01-02T00:00:00Z;1,1;2,2;0,3;1,7\n"
        "0;2024-01-02T01:00:00Z;1;1;1;1\n", &options);

    CHECK(got.is_good && got.rows.count == 2);
    CHECK(got.rows.time[0] == date_of(2024, 1, 2) && got.rows.time[1] == got.rows.time[0] + 3600);
    CHECK_NEAR(got.rows.column[BARS_OPEN][0], 1.1, 0);
    CHECK_NEAR(got.rows.column[BARS_HIGH][0], 2.2, 0);
    CHECK_NEAR(got.rows.column[BARS_LOW][0], 0.3, 0);
    CHECK_NEAR(got.rows.column[BARS_CLOSE][0], 1.7, 0);
    CHECK_NEAR(got.rows.column[BARS_VOLUME][0], 1.1e10, 0);
}

TEST(an_adjusted_close_becomes_a_factor)
{
    const struct bars_csv_options options = { .timeframe = TIMEFRAME_1_DAY };
    OWNED(release) struct outcome got = run_text(
        "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,8,8,8,8,2,1\n"
        "2024-01-03,8,8,8,8,8,1\n", &options);

    CHECK(got.is_good && got.rows.column[BARS_ADJUST]);
    CHECK_NEAR(got.rows.column[BARS_ADJUST][0], 0.25, 0);
    CHECK_NEAR(got.rows.column[BARS_ADJUST][1], 1, 0);
    CHECK_NEAR(got.rows.column[BARS_CLOSE][0], 8, 0);
}

TEST(the_user_may_say_what_the_file_does_not)
{
    struct bars_csv_options options = { .timeframe = TIMEFRAME_1_DAY, .dates = BARS_CSV_DAY_FIRST };
    struct outcome got = run_text("date,open,high,low,close\n01/02/2024,1,1,1,1\n", &options);

    CHECK(got.is_good && got.rows.count == 1 && got.rows.time[0] == date_of(2024, 2, 1));
    release(&got);
    options.columns = "-,date,close,-,open,high,low";
    got = run_text("Wort,Tag,a,b,c,d,e\nx,01/02/2024,3,y,2,4,1\n", &options);
    CHECK(got.is_good && got.rows.count == 1);
    CHECK(got.rows.count && got.rows.column[BARS_CLOSE][0] > 2.5);
    CHECK_TEXT(got.report.columns, "-,timestamp,close,-,open,high,low");
    CHECK(got.report.by_rule[BARS_CSV_TITLE].count == 1);
    release(&got);
    options = (struct bars_csv_options){ .decimal = BARS_CSV_DECIMAL_COMMA,
                                         .timeframe = TIMEFRAME_1_DAY };
    got = run_text("date;open;high;low;close\n2024-01-02;1,250;1,500;1,000;1,125\n", &options);
    CHECK(got.is_good && got.rows.count == 1);
    CHECK_NEAR(got.rows.column[BARS_OPEN][0], 1.25, 0);
    release(&got);
    options.latest = date_of(2024, 1, 1);
    got = run_text("date;open;high;low;close\n2024-01-02;1;1;1;1\n", &options);
    CHECK(!got.is_good && got.report.by_reason[BARS_CSV_FUTURE] == 1);
    release(&got);
    options.columns = "date,open,high,low,klose";
    got = run_text("2024-01-02;1;1;1;1\n", &options);
    CHECK(!got.is_good);
    CHECK_TEXT(got.err.text, "'klose' is no column of bars");
    release(&got);
}

TEST(weeks_are_stamped_by_the_first_session_of_the_calendar)
{
    const struct bars_csv_options options = { .timeframe = TIMEFRAME_1_WEEK,
                                              .calendar = calendar_find("nyse") };
    OWNED(release) struct outcome got = run_text(
        "date,open,high,low,close\n2024-01-05,1,1,1,1\n2024-01-08,1,1,1,1\n", &options);

    CHECK(got.is_good && got.rows.count == 2);
    CHECK(got.rows.time[0] == date_of(2024, 1, 2) && got.rows.time[1] == date_of(2024, 1, 8));
    CHECK(got.report.by_rule[BARS_CSV_RESTAMPED].count == 1);
}

/* 40 000 rows, half of them without a day above 12: the order is found far behind the first bytes. */
TEST(a_day_above_twelve_may_come_late)
{
    const struct bars_csv_options options = { .timeframe = TIMEFRAME_1_MINUTE };
    char *text = malloc(4 << 20);
    size_t n = (size_t)sprintf(text, "%s", header), rows = 0;
    OWNED(release) struct outcome got;

    for (int day = 1; day <= 28; day++)
        for (int minute = 0; minute < 1440; minute++, rows++)
            n += (size_t)sprintf(text + n, "%02d/03/2024 %02d:%02d,1,2,0.5,1.5,%d\n", day,
                                 minute / 60, minute % 60, minute);
    run(text, n, 65536, &options, &got);
    CHECK(got.is_good && got.rows.count == rows && got.report.order == BARS_CSV_ASCENDING);
    CHECK(got.rows.count && got.rows.time[0] == date_of(2024, 3, 1));
    free(text);
}

TEST(rows_taken_on_the_way_are_those_taken_at_the_end)
{
    const struct bars_csv_options options = { .timeframe = TIMEFRAME_1_MINUTE };
    static char text[200000];
    size_t n = (size_t)sprintf(text, "%s", header), taken = 0;
    struct bars_csv *csv = bars_csv_new(&options);
    struct outcome whole;
    struct bars rows;
    struct error err;

    for (int i = 0; i < 4000; i++)
        n += (size_t)sprintf(text + n, "%d,1,2,0.5,1.%d,%d\n", 1700000040 + 60 * i, i, i);
    run(text, n, n, &options, &whole);
    CHECK(whole.is_good && whole.rows.count == 4000);
    for (size_t at = 0; at <= n; at += 1000) {
        if (at < n)
            CHECK(bars_csv_feed(csv, text + at, n - at < 1000 ? n - at : 1000, &err));
        if (at + 1000 > n)
            CHECK(bars_csv_finish(csv, &err));
        bars_csv_take(csv, &rows);
        for (size_t i = 0; i < rows.count && taken + i < whole.rows.count; i++)
            CHECK(rows.time[i] == whole.rows.time[taken + i]);
        taken += rows.count;
        bars_release(&rows);
    }
    CHECK(taken == 4000 && bars_csv_report(csv)->order == BARS_CSV_ASCENDING);
    bars_csv_free(csv);
    release(&whole);
}

TEST(only_the_first_hundred_rejections_are_kept_and_all_are_counted)
{
    const struct bars_csv_options options = { .timeframe = TIMEFRAME_1_DAY, .most_rejected = 100 };
    static char text[20000];
    size_t n = (size_t)sprintf(text, "%s2024-01-02,1,1,1,1,1\n", header);
    OWNED(release) struct outcome got;

    for (int i = 0; i < 500; i++)
        n += (size_t)sprintf(text + n, "bad,1,1,1,1,1\n");
    run(text, n, 100, &options, &got);
    CHECK(got.is_good && got.report.rejected == 500 && got.report.n_kept == BARS_CSV_REPORT_KEPT);
    CHECK(got.report.by_reason[BARS_CSV_NO_TIME] == 500 && got.report.kept[99].line == 102);
}

TEST(a_line_without_end_costs_no_memory_and_one_row)
{
    const struct bars_csv_options options = { .timeframe = TIMEFRAME_1_DAY, .most_rejected = 100 };
    static char text[3 << 20];
    size_t n = (size_t)sprintf(text, "%s2024-01-02,1,1,1,1,1\n", header), most = 0;
    OWNED(release) struct outcome got;

    for (int i = 0; i < 3000; i++)          /* enough before it for the header to be found */
        n += (size_t)sprintf(text + n, "# %060d\n", i);
    memset(text + n, '9', 2 << 20);
    most = n + (2 << 20);
    most += (size_t)sprintf(text + most, "\n2024-01-03,1,1,1,1,1\n");
    run(text, most, 5000, &options, &got);
    CHECK(got.is_good && got.rows.count == 2);
    CHECK(got.report.by_reason[BARS_CSV_LONG_LINE] == 1 && got.report.kept[0].line == 3003);
}
