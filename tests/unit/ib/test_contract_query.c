#include "ib/contract_query.h"

#include "test.h"

#include <string.h>

static const struct {
    struct contract_ask ask;
    const char *key;            /* of the query; or NULL: refused, as */
    const char *why;
} cases[] = {
    { { "aapl", NULL, NULL, NULL, 0 }, "0|AAPL|STK|SMART||USD|", NULL },
    { { "BRK.B", "", "", "", 0 }, "0|BRK B|STK|SMART||USD|", NULL },
    { { "brk b", NULL, NULL, NULL, 0 }, "0|BRK B|STK|SMART||USD|", NULL },
    { { "SAP@IBIS", NULL, NULL, NULL, 0 }, "0|SAP|STK|SMART|IBIS||", NULL },
    { { "SAP", NULL, "ibis", "EUR", 0 }, "0|SAP|STK|SMART|IBIS|EUR|", NULL },
    { { "AAPL", NULL, "SMART", NULL, 0 }, "0|AAPL|STK|SMART||USD|", NULL },
    { { "EURUSD", NULL, NULL, NULL, 0 }, "0|EUR|CASH|IDEALPRO||USD|", NULL },
    { { "EUR/USD", NULL, NULL, NULL, 0 }, "0|EUR|CASH|IDEALPRO||USD|", NULL },
    { { "eur.usd", "CASH", NULL, NULL, 0 }, "0|EUR|CASH|IDEALPRO||USD|", NULL },
    { { "USDJPY", NULL, NULL, "JPY", 0 }, "0|USD|CASH|IDEALPRO||JPY|", NULL },
    { { "USDEUR", NULL, NULL, NULL, 0 }, NULL, "other way round" },
    { { "EURUSD", NULL, NULL, "GBP", 0 }, NULL, "quoted in USD" },
    { { "AAPL", "CASH", NULL, NULL, 0 }, NULL, "not two currencies" },
    { { "ES", "FUT", "CME", NULL, 0 }, "0|ES|FUT|CME||USD|", NULL },
    { { "ESZ5", "FUT", NULL, NULL, 0 }, "0||FUT|||USD|ESZ5", NULL },
    { { "MESH26", "FUT", "CME", NULL, 0 }, "0||FUT|CME||USD|MESH26", NULL },
    { { "M6E", "FUT", "CME", NULL, 0 }, "0|M6E|FUT|CME||USD|", NULL },
    { { "SPX", "IND", "CBOE", NULL, 0 }, "0|SPX|IND|CBOE||USD|", NULL },
    { { "DAX", "IND", "EUREX", "EUR", 0 }, "0|DAX|IND|EUREX||EUR|", NULL },
    { { "BTC", "CRYPTO", NULL, NULL, 0 }, "0|BTC|CRYPTO|PAXOS||USD|", NULL },
    { { "BTC.USD", "CRYPTO", NULL, NULL, 0 }, "0|BTC|CRYPTO|PAXOS||USD|", NULL },
    { { "BTCUSD", "CRYPTO", NULL, NULL, 0 }, "0|BTC|CRYPTO|PAXOS||USD|", NULL },
    { { "ETH", "CRYPTO", "ZEROHASH", NULL, 0 }, "0|ETH|CRYPTO|ZEROHASH||USD|", NULL },
    { { NULL, NULL, NULL, NULL, 265598 }, "265598||||||", NULL },
    { { "AAPL", "OPT", NULL, NULL, 0 }, NULL, "not one of STK CASH FUT IND CRYPTO" },
    { { "../x", NULL, NULL, NULL, 0 }, NULL, "" },
    { { "", NULL, NULL, NULL, 0 }, NULL, "" },
    { { "AAPL@", NULL, NULL, NULL, 0 }, "0|AAPL|STK|SMART||USD|", NULL },
};

TEST(a_symbol_becomes_what_ib_is_asked)
{
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct contract_query query;
        struct error err = {0};
        char key[CONTRACT_QUERY_KEY] = "";
        const bool ok = contract_query_of(&cases[i].ask, &query, &err);

        if (ok)
            contract_query_key(&query, key);
        if (cases[i].key)
            test_expect(ok && !strcmp(key, cases[i].key), __FILE__, __LINE__,
                        "'%s' is '%s', not '%s' %s", cases[i].ask.symbol, key, cases[i].key,
                        err.text);
        else
            test_expect(!ok && err.code == ERROR_INVALID && strstr(err.text, cases[i].why),
                        __FILE__, __LINE__, "'%s' is refused: %s", cases[i].ask.symbol, err.text);
    }
}

TEST(a_pair_the_wrong_way_round_says_which_one_to_ask_for)
{
    struct contract_query query;
    struct error err;

    CHECK(!contract_query_of(&(struct contract_ask){ .symbol = "USD/EUR" }, &query, &err));
    CHECK_TEXT(err.suggestion, "ask for EURUSD");
}
