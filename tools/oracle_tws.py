#!/usr/bin/env python3
"""oracle_tws.py > tests/golden/tws/frames.txt: frames of the TWS protocol put together by hand, from its
description and not from ours, each with what must be read out of it. A second opinion for src/ib/tws_*.

A case is a line '= sender version…', the frame in hex, and a line 'name=value' per field that is kept."""
import calendar, struct

VERSIONS = (157, 162, 163, 164, 165, 166, 173, 174, 175, 176, 179, 182, 185, 186, 187, 188, 193, 194, 195, 196, 197, 200)


cases = {}          # of (sender, frame, lines): the versions at which it is the same


class Frame:
    def __init__(self, sender, version, number):
        self.sender, self.version, self.texts, self.lines = sender, version, [str(number)], []

    def skip(self, *texts):                     # fields that nobody keeps
        self.texts += texts
        return self

    def add(self, name, text, value=None):
        self.texts.append(text)
        self.lines.append(f"{name}={text if value is None else value}")
        return self

    def all(self, prefix, **fields):
        for name, text in fields.items():
            self.add(prefix + name, text)
        return self

    def contract12(self, conid="0", symbol="AAPL", kind="STK", last="", strike="", right="", multiplier="",
                   exchange="SMART", primary="", currency="USD", local="", trading=""):
        self.add("contract.con_id", conid)
        self.all("contract.", symbol=symbol, sec_type=kind, last_trade=last)
        self.add("contract.strike", strike, strike or "0")
        return self.all("contract.", right=right, multiplier=multiplier, exchange=exchange,
                        primary_exchange=primary, currency=currency, local_symbol=local, trading_class=trading)

    def legs(self, prefix, legs):
        self.skip(str(len(legs)))
        for i, (con_id, ratio, action, exchange) in enumerate(legs):
            self.all(f"{prefix}[{i}].", con_id=con_id, ratio=ratio, action=action, exchange=exchange)
        return self

    def tags(self, prefix, tags):
        self.skip(str(len(tags)))
        for i, (tag, value) in enumerate(tags):
            self.all(f"{prefix}[{i}].", tag=tag, value=value)
        return self

    def show(self):
        payload = b"".join(text.encode() + b"\0" for text in self.texts)
        case = (self.sender, (struct.pack(">I", len(payload)) + payload).hex(), "\n".join(self.lines))
        cases.setdefault(case, []).append(str(self.version))


def client(version, number):
    return Frame("client", version, number)


def server(version, number):
    return Frame("server", version, number)


def requests(v):
    client(v, 71).skip("2").add("start.client_id", "7").add("start.capabilities", "").show()
    client(v, 49).skip("1").show()
    client(v, 17).skip("1").show()
    client(v, 8).skip("1").add("number", "1").show()
    frame = client(v, 9).skip("8").add("id", "1003").contract12(symbol="ES", kind="FUT", last="202512", exchange="CME")
    frame.add("contract.include_expired", "1").all("contract.", sec_id_type="", sec_id="")
    if v >= 176:
        frame.add("contract.issuer_id", "")
    frame.show()
    client(v, 81).add("id", "1010").add("symbols.pattern", "APP").show()
    client(v, 87).add("id", "1020").contract12().add("contract.include_expired", "0").all(
        "history_request.", use_rth="1", what="TRADES", format_date="2").show()
    client(v, 90).add("id", "1020").show()
    client(v, 25).skip("1").add("id", "1030").show()
    frame = client(v, 20).add("id", "1030").contract12(conid="265598", strike="12.5").add("contract.include_expired", "0")
    frame.all("history_request.", end="20251009-00:00:00", bar_size="1 min", duration="1 D", use_rth="0",
              what="TRADES", format_date="2", keep_up_to_date="0", options="").show()
    frame = client(v, 20).add("id", "1039").contract12(symbol="SPY", kind="BAG").add("contract.include_expired", "0")
    frame.all("history_request.", end="", bar_size="1 day", duration="1 D", use_rth="1", what="TRADES", format_date="1")
    frame.legs("history_request.legs", [("1111", "1", "BUY", "SMART"), ("2222", "2", "SELL", "SMART")])
    frame.all("history_request.", keep_up_to_date="1", options="").show()
    client(v, 96).add("id", "1040").contract12().add("contract.include_expired", "0").all(
        "ticks_request.", start="20251008 09:30:00 US/Eastern", end="", count="1000", what="BID_ASK", use_rth="1",
        ignore_size="1", options="").show()
    client(v, 50).skip("3").add("id", "1050").contract12().all("live_request.", bar_size="5", what="TRADES", use_rth="1",
                                                               options="").show()
    client(v, 51).skip("1").add("id", "1050").show()
    client(v, 1).skip("11").add("id", "1060").contract12().skip("0").all(
        "market_request.", generic_ticks="233", snapshot="0", regulatory_snapshot="0", options="").show()
    frame = client(v, 1).skip("11").add("id", "1061").contract12(kind="BAG").legs("market_request.legs", [("1", "1", "BUY", "SMART")])
    frame.skip("1").all("market_request.neutrals[0].", con_id="9", delta="0.5", price="100.25")
    frame.all("market_request.", generic_ticks="", snapshot="1", regulatory_snapshot="0", options="").show()
    client(v, 2).skip("2").add("id", "1060").show()
    client(v, 59).skip("1").add("number", "3").show()
    client(v, 62).skip("1").add("id", "1070").all("summary_request.", group="All", tags="NetLiquidation,TotalCashValue").show()
    client(v, 63).skip("1").add("id", "1070").show()
    client(v, 61).skip("1").show()
    client(v, 64).skip("1").show()
    client(v, 6).skip("2").all("account_request.", subscribe="1", account="DU1").show()
    client(v, 76).skip("1").add("id", "5").all("account_request.", account="DU1", model="", ledger="0").show()
    client(v, 77).skip("1").add("id", "5").show()
    if v >= 197:
        client(v, 105).show()


def session(v):
    server(v, 15).skip("1").add("text", "DU1,DU2,").show()
    server(v, 9).skip("1").add("number", "17").show()
    server(v, 49).skip("1").add("number", "1760017500").show()
    if v >= 197:
        server(v, 109).add("number", "1760017500123").show()
    frame = server(v, 4)
    if v < 194:
        frame.skip("2")
    frame.all("", id="-1").all("error.", code="2106").add("error.text", "HMDS f\\u00fcr \\ud83d\\ude00:ushmds", "HMDS für 😀:ushmds")
    if v >= 166:
        frame.add("error.reject", "")
    if v >= 194:
        frame.add("error.time_ms", "1760000000000")
    frame.show()


FUND = ("name family type front_load back_load back_load_interval fee is_closed is_closed_new_investors is_closed_new_money "
        "notify_amount minimum_first minimum_next sky_states sky_territories distribution asset_type").split()


def details(v, kind):
    frame = server(v, 10)
    if v < 164:
        frame.skip("8")
    frame.add("id", "1001").all("contract.", symbol="AAPL", sec_type=kind, last_trade="20251219 08:30:00 US/Central")
    if v >= 182:
        frame.add("details.last_trade_date", "20251218")
    frame.all("contract.", strike="0", right="", exchange="SMART", currency="USD", local_symbol="AAPL")
    frame.add("details.market_name", "NMS").all("contract.", trading_class="NMS", con_id="265598").add("details.min_tick", "0.01")
    if v < 164:
        frame.add("details.size_multiplier", "100")
    frame.add("contract.multiplier", "").all("details.", order_types="LMT,MKT", valid_exchanges="SMART,NYSE", price_magnifier="1",
                                             under_con_id="0")
    frame.add("details.long_name", "Soci\\u00e9t\\u00e9", "Société").add("contract.primary_exchange", "NASDAQ")
    frame.all("details.", contract_month="", industry="Technology", category="Computers", subcategory="Phones",
              time_zone="US/Eastern", trading_hours="20251009:0400-20251009:2000;20251011:CLOSED",
              liquid_hours="20251009:0930-20251009:1600", ev_rule="", ev_multiplier="0")
    frame.tags("details.sec_ids", [("ISIN", "US0378331005"), ("CUSIP", "037833100")])
    frame.all("details.", agg_group="1", under_symbol="", under_sec_type="", market_rules="26,26", expiration="", stock_type="COMMON")
    if v == 163:
        frame.add("details.size_min_tick", "0.0001")
    if v >= 164:
        frame.all("details.", min_size="0.0001", size_increment="0.0001", suggested_increment="100")
    if v >= 179 and kind == "FUND":
        for i, name in enumerate(FUND):
            frame.add("details.fund." + name, str(i % 2) if name.startswith("is_") else f"f{i}")
    if v >= 186:
        frame.tags("details.reasons", [("X1", "not for you")])
    frame.show()


def bond(v):
    frame = server(v, 18)
    if v < 164:
        frame.skip("6")
    frame.add("id", "1005").all("contract.", symbol="B", sec_type="BOND")
    frame.all("details.bond.", cusip="912797PA9", coupon="4.25").add("contract.last_trade", "20260115")
    frame.all("details.bond.", issue_date="20250717", ratings="", type="DISC", coupon_type="", is_convertible="0", is_callable="1",
              is_putable="0", description="B 01/15/26").all("contract.", exchange="SMART", currency="USD")
    frame.add("details.market_name", "US-T").all("contract.", trading_class="US-T", con_id="28454924").add("details.min_tick", "0.0001")
    if v < 164:
        frame.add("details.size_multiplier", "100")
    frame.all("details.", order_types="LMT", valid_exchanges="SMART")
    frame.all("details.bond.", next_option_date="", next_option_type="", next_option_partial="0", notes="").add("details.long_name", "Bond")
    if v >= 188:
        frame.all("details.", time_zone="US/Eastern", trading_hours="20251009:0800-20251009:1700", liquid_hours="")
    frame.all("details.", ev_rule="", ev_multiplier="0").tags("details.sec_ids", [])
    frame.all("details.", agg_group="1", market_rules="")
    if v >= 164:
        frame.all("details.", min_size="1000", size_increment="1000", suggested_increment="1000")
    frame.show()


def contracts(v):
    for kind in ("STK", "FUND"):
        details(v, kind)
    bond(v)
    server(v, 52).skip("1").add("id", "1001").show()
    frame = server(v, 79).add("id", "1010").skip("2")
    for i, (row, kinds, tail) in enumerate(((("265598", "AAPL", "STK", "NASDAQ", "USD"), ("CFD", "OPT"), ("APPLE INC", "")),
                                            (("-1", "", "BOND", "", ""), (), ("Apple Inc", "e1400789")))):
        at = f"symbols.rows[{i}]."
        frame.all(at, **dict(zip(("con_id", "symbol", "sec_type", "primary_exchange", "currency"), row)))
        frame.skip(str(len(kinds)))
        for j, kind in enumerate(kinds):
            frame.add(f"{at}derivatives[{j}].sec_type", kind)
        if v >= 176:
            frame.all(at, description=tail[0], issuer_id=tail[1])
    frame.show()


def utc(*when):
    return calendar.timegm((*when, 0, 0, 0))


DAYS = (("20251006", utc(2025, 10, 6, 0, 0, 0)), ("20251007", utc(2025, 10, 7, 0, 0, 0)))
SECONDS = (("1759930200", 1759930200), ("1759930260", 1759930260))
DASHED = (("20251008-13:30:00", utc(2025, 10, 8, 13, 30, 0)), ("20251008-13:31:00", utc(2025, 10, 8, 13, 31, 0)))
# Four hours behind in summer; in the night of 2 November the hour from 1 to 2 comes twice, and five hours from then on.
ZONED = (("20251102 00:30:00 US/Eastern", utc(2025, 11, 2, 4, 30, 0)), ("20251102 01:30:00 US/Eastern", utc(2025, 11, 2, 5, 30, 0)),
         ("20251102 01:30:00 US/Eastern", utc(2025, 11, 2, 6, 30, 0)), ("20251102 02:30:00 US/Eastern", utc(2025, 11, 2, 7, 30, 0)))
NAIVE = (("20251008  09:30:00", utc(2025, 10, 8, 13, 30, 0)),)
TRADED = ("256.52", "257", "256.3", "-0.25", "1021937.75", "256.631", "6213")
QUOTED = ("1.16", "1.17", "1.155", "1.16005", "-1", "-1", "-1")


def bars(v, form, dates, values):
    frame = server(v, 17).add("id", "1030")
    if v < 196:
        frame.all("history.", start="20251006 00:00:00 US/Eastern", end="20251009 00:00:00 US/Eastern")
    frame.skip(str(len(dates)))
    frame.lines += [f"history.form={form}", f"history.bars={len(dates)}"]
    for i, (text, seconds) in enumerate(dates):
        frame.texts += [text, *values]
        shown = list(values)
        if values[4] == "-1":
            shown[4:] = ["0", "nan", "nan"]
        frame.lines.append(f"history.bars[{i}]={seconds} " + " ".join(shown))
    frame.show()


def history(v):
    server(v, 88).add("id", "1020").add("head", "345479400", "epoch 345479400").show()
    server(v, 88).add("id", "1020").add("head", "19801212-14:30:00", f"utc {utc(1980, 12, 12, 14, 30, 0)}").show()
    for form, dates in (("date", DAYS), ("epoch", SECONDS), ("utc", DASHED), ("zoned", ZONED), ("naive", NAIVE)):
        bars(v, form, dates, TRADED)
    bars(v, "epoch", SECONDS, QUOTED)
    bars(v, "date", (), TRADED)
    if v >= 196:
        server(v, 108).add("id", "1030").all("history.", start="20251006 00:00:00 UTC", end="20251009 00:00:00 UTC").show()
    frame = server(v, 90).add("id", "1034").add("update.count", "-1").add("update.time", "1759930320", "epoch 1759930320")
    frame.all("update.", open="257.1", close="256.7", high="257.11", low="256.6", wap="256.81", volume="290001.5").show()
    if v >= 165:
        frame = server(v, 106).add("id", "1035").all("schedule.", start="20251006-09:30:00", end="20251006-16:00:00", zone="US/Eastern")
        frame.skip("1").all("schedule.days[0].", start="20251006-09:30:00", end="20251006-16:00:00", date="20251006").show()
    frame = server(v, 96).add("id", "1042").skip("1").add("ticks.rows[0].time", "1759930200").skip("0")
    frame.all("ticks.rows[0].", price="256.51", size="0").add("ticks.is_done", "1").show()
    server(v, 97).add("id", "1041").skip("1").all("ticks.rows[0].", time="1759930200", mask="2", price="256.5", ask="256.52", size="300",
                                                  ask_size="200").add("ticks.is_done", "0").show()
    server(v, 98).add("id", "1040").skip("1").all("ticks.rows[0].", time="1759930200", mask="1", price="256.52", size="100",
                                                  exchange="FINRA", conditions="T I").add("ticks.is_done", "1").show()


def market(v):
    server(v, 50).skip("3").add("id", "1050").all("live_bar.", time="1759930200", open="256.52", high="256.6", low="256.5",
                                                  close="256.55", volume="1200.5", wap="256.548", count="31").show()
    server(v, 81).add("id", "1060").all("tick_params.", min_tick="0.01", bbo_exchange="9c0001", permissions="3").show()
    server(v, 58).skip("1").add("id", "1060").add("number", "3").show()
    server(v, 1).skip("6").add("id", "1060").all("tick.", type="1", price="258.01").add("tick.size", "", "nan").add("tick.mask", "1").show()
    server(v, 2).skip("6").add("id", "1060").all("tick.", type="8", size="12345.5").show()
    server(v, 45).skip("6").add("id", "1060").all("tick.", type="49", price="0").show()
    server(v, 46).skip("6").add("id", "1060").all("tick.", type="45", text="1760017499").show()
    server(v, 21).add("id", "1060").all("option_tick.", type="13", attributes="0", volatility="0.25", delta="-0.5", price="3.5",
                                        dividend="0", gamma="0.01", vega="-2").add(
        "option_tick.theta", "1.7976931348623157E308", "nan").add("option_tick.underlying", "Infinity", "inf").show()
    server(v, 47).skip("6").add("id", "1060").all("efp_tick.", type="38", basis_points="1.5", formatted="1.50%", future="100",
                                                  hold_days="30", future_date="20251219", dividend_impact="0", dividends="0").show()
    server(v, 57).skip("1").add("id", "1060").show()


def accounts(v):
    server(v, 63).skip("1").add("id", "1070").all("account.", account="DU1", key="NetLiquidation", value="1000000.25", currency="USD").show()
    server(v, 64).skip("1").add("id", "1070").show()
    frame = server(v, 61).skip("3").add("position.account", "DU1").all("contract.", con_id="265598", symbol="AAPL", sec_type="STK", last_trade="",
                                                                      strike="0", right="", multiplier="", exchange="", currency="USD",
                                                                      local_symbol="AAPL", trading_class="NMS")
    frame.all("position.", size="-100.5", cost="201.55").show()
    server(v, 62).skip("1").show()
    server(v, 6).skip("2").all("account.", key="CashBalance", value="999000.00", currency="USD", account="DU1").show()
    server(v, 8).skip("1").add("text", "13:45").show()
    server(v, 54).skip("1").add("account.account", "DU1").show()
    server(v, 73).skip("1").add("id", "5").all("account.", account="DU1", model="", key="Currency", value="USD", currency="USD").show()
    server(v, 74).skip("1").add("id", "5").show()


def main():
    for version in VERSIONS:
        for part in (requests, session, contracts, history, market, accounts):
            part(version)
    for (sender, frame, lines), versions in cases.items():
        print("=", sender, *versions)
        print(frame + ("\n" + lines if lines else ""))


main()
