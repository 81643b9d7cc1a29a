#!/usr/bin/env python3
"""gen_dirty.py FOLDER: writes small dirty bar files, one per rule of docs/import.md, and expected.txt: what
has to become of each. The expectations are written here by hand; no reader made them."""
import pathlib, sys

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
HEADER = "timestamp,open,high,low,close,volume"
ROWS = [f"2024-01-{d:02d}T00:00:00Z,{100+d}.25,{102+d},{99+d}.5,{101+d}.125,{1000*d}" for d in (2, 3, 4, 5, 8, 9)]
expected = []

def case(name, lines, accepted, rejected=0, first="-", rule="-", order="ascending", refused="-", options="1d", end="\n",
         raw=None):
    """first: LINE:reason of the first rejection; rule: LINE:name*COUNT of one repair; _ for spaces."""
    data = raw if raw is not None else (end.join(lines) + end).encode()
    (folder / name).write_bytes(data)
    expected.append(" ".join([name, options, str(accepted), str(rejected), order, first.replace(" ", "_"),
                              rule.replace(" ", "_"), refused.replace(" ", "_")]))

def edit(n, old, new):
    rows = list(ROWS)
    assert old in rows[n]
    rows[n] = rows[n].replace(old, new)
    return [HEADER] + rows

case("clean.csv", [HEADER] + ROWS, 6)
case("newest_first.csv", [HEADER] + ROWS[::-1], 6, order="descending")
case("unsorted.csv", [HEADER] + [ROWS[i] for i in (3, 0, 5, 1, 4, 2)], 6, order="unsorted")
case("repeated_row.csv", [HEADER] + ROWS[:3] + [ROWS[2]] + ROWS[3:], 6, rule="5:row repeated: dropped*1")
case("repeated_far.csv", [HEADER] + ROWS + [ROWS[0]], 6, rule="8:row repeated: dropped*1", order="unsorted")
case("conflict.csv", [HEADER] + ROWS[:3] + [ROWS[2].replace("4000", "4001")] + ROWS[3:], 6, 1,
     "5:the time of an earlier row, with other values")
case("conflict_far.csv", [HEADER] + ROWS + [ROWS[0].replace("2000", "2001")], 6, 1,
     "8:the time of an earlier row, with other values", order="unsorted")
case("high_below_low.csv", edit(2, "106", "10"), 5, 1, "4:the high is below the low")
case("open_outside.csv", edit(2, "104.25", "90"), 5, 1, "4:a price outside low and high")
case("close_outside.csv", edit(2, "105.125", "0"), 5, 1, "4:a price outside low and high")
for i, word in enumerate(["", "nan", "inf", "-Infinity", "null", "N/A", "0x1p3", "1.2.3", "--1", "12abc", "=1+1", "1e", "e5",
                          ".", "1 2", "$5", "5%", "\u0661"]):
    case(f"word_{i:02d}.csv", edit(1, "104.125", word), 5, 1, "3:not a number")
case("too_large.csv", edit(1, "104.125", "1e400"), 5, 1, "3:a number out of range")
case("many_digits.csv", edit(1, "104.125", "9" * 500), 5, 1, "3:a number out of range")
case("negative_volume.csv", edit(1, ",3000", ",-2"), 5, 1, "3:a negative volume")
case("no_volume_told.csv", edit(1, ",3000", ",-1"), 6, rule="3:volume -1 (none): 0*1")
case("negative_bar.csv", [HEADER, "2020-04-20T00:00:00Z,17.73,17.85,-40.32,-37.63,247947"], 1,
     rule="2:price of 0 or less: kept*1")
case("dates.csv", [HEADER] + [f"{t},1,1,1,1,1" for t in
     ["2023-02-28T00:00:00Z", "2023-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-07-01T24:00:00Z",
      "2024-07-02T23:59:60Z", "", "soon"]], 2, 6, "3:not a time")
case("time_of_day.csv", [HEADER, ROWS[0], ROWS[1].replace("T00:00:00Z", "T16:00:00Z")], 1, 1,
     "3:a daily bar with a time of day")
case("midnight_elsewhere.csv", [HEADER] + [r.replace("T00:00:00Z", " 00:00:00-05:00") for r in ROWS], 6)
case("midnight_in_utc.csv", [HEADER] + [r.replace("T00:", "T05:") for r in ROWS], 6, options="1d@America/New_York")
case("weeks.csv", [HEADER] + [f"2024-01-{d:02d},1,2,0.5,1.5,10" for d in (5, 12, 19, 26)], 4, options="1w",
     rule="2:week or month: stamped by the date of its first session*4")
case("sundays.csv", [HEADER] + [f"2024-01-{d:02d},1,2,0.5,1.5,10" for d in (7, 14)] + ["2024-01-22,1,2,0.5,1.5,10"], 1, 2,
     "2:a week stamped by a Sunday: it could be either week", options="1w")
case("months.csv", [HEADER] + [f"2024-{m:02d}-28,1,2,0.5,1.5,10" for m in range(1, 13)], 12, options="1M",
     rule="2:week or month: stamped by the date of its first session*12")
case("few_fields.csv", [HEADER] + ROWS[:2] + ["2024-01-04T00:00:00Z,1,1"] + ROWS[3:], 5, 1, "4:too few fields")
case("many_fields.csv", [HEADER] + ROWS[:2] + [ROWS[2] + ",7"] + ROWS[3:], 5, 1, "4:too many fields")
case("comma_at_end.csv", [HEADER] + [r + "," for r in ROWS], 6, rule="2:empty field at the end: ignored*6")
case("open_quote.csv", [HEADER] + ROWS[:2] + ['"' + ROWS[2]] + ROWS[3:], 5, 1, "4:a quote that is not closed")
case("quoted.csv", [",".join(f'"{f}"' for f in line.split(",")) for line in [HEADER] + ROWS], 6)
case("grouped.csv", [HEADER] + [r.rsplit(",", 1)[0] + ',"1,234,567"' for r in ROWS], 6,
     rule="2:thousands separators: removed*6")
case("grouped_badly.csv", edit(0, ",2000", ',"1,23,456"'), 5, 1, "2:not a number")
case("decimal_comma.csv", [line.replace(",", ";").replace(".", ",") for line in [HEADER] + ROWS], 6)
case("decimal_unclear.csv", ["timestamp;open;high;low;close", "2024-01-02;1,250;1,500;1,000;1,125"], 0,
     refused="is '1,234' a thousand, or one and a bit? no price tells", order="ascending")
case("tabs.csv", [line.replace(",", "\t") for line in [HEADER] + ROWS], 6)
case("bars.csv", [line.replace(",", "|") for line in [HEADER] + ROWS], 6)
case("crlf.csv", [HEADER] + ROWS, 6, end="\r\n")
case("cr.csv", [HEADER] + ROWS, 6, end="\r")
case("mixed_ends.csv", [], 6, raw="\n".join([HEADER] + ROWS[:3]).encode() + b"\r\n" + "\r".join(ROWS[3:]).encode())
case("mark.csv", [], 6, raw=b"\xef\xbb\xbf" + "\n".join([HEADER] + ROWS).encode())
case("blank.csv", ["", HEADER, " "] + ROWS[:3] + ["", "\t"] + ROWS[3:], 6, rule="1:blank line: skipped*4")
case("comments.csv", ["# from somewhere", HEADER] + ROWS[:3] + ["# page 2"] + ROWS[3:], 6, rule="1:comment: skipped*2")
case("title.csv", ["Prices of a thing,http://nowhere", HEADER] + ROWS, 6, rule="1:title before the header: skipped*1")
case("header_again.csv", [HEADER] + ROWS[:3] + [HEADER] + ROWS[3:], 6, rule="5:header repeated: skipped*1")
case("no_header.csv", ROWS, 6)
case("no_header_no_volume.csv", [r.rsplit(",", 1)[0] for r in ROWS], 6)
case("no_header_clock.csv", [f"2024.01.02,{h:02d}:00,1,2,0.5,1.5,10" for h in range(6)], 6, options="1h",
     rule="1:time without a zone: read in the zone of the report*6")
case("no_header_compact.csv", [f"20240102 {h:02d}0000;1;2;0.5;1.5;0" for h in range(6)], 6, options="1h",
     rule="1:time without a zone: read in the zone of the report*6")
case("unknown_header.csv", ["Datum,Eins,Zwei,Drei,Vier,Menge"] + ROWS, 0,
     refused="no header: neither names of columns nor a row of bars in 'Datum,Eins,Zwei,Drei,Vier,Menge'")
case("missing_close.csv", ["timestamp,open,high,low,volume"] + ROWS, 0, refused="no column 'close' in the header")
case("doubled_close.csv", ["timestamp,open,high,low,close,close"] + ROWS, 0, refused="two columns are called 'close'")
case("two_volumes.csv", ["date,open,high,low,close,volume btc,volume usd"] + [r + ",1" for r in ROWS], 0,
     refused="columns 6 and 7 could both be the volume")
case("reordered.csv", ["close,volume,Date,High,LOW, Open "] +
     [",".join([f[4], f[5], f[0], f[2], f[3], f[1]]) for f in (r.split(",") for r in ROWS)], 6)
case("numbered.csv", ["timestamp,1. open,2. high,3. low,4. close,5. volume"] + ROWS, 6)
case("bracketed.csv", ["<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>"] +
     [f"X,60,20240102,{h:02d}0000,1,2,0.5,1.5,10" for h in range(6)], 6, options="1h",
     rule="2:time without a zone: read in the zone of the report*6")
case("adjusted.csv", ["Date,Open,High,Low,Close,Adj Close,Volume"] +
     [f"2024-01-0{d},1,2,0.5,1.5,0.75,10" for d in range(2, 6)], 4)
case("day_first.csv", ["date,open,high,low,close"] + [f"{d}/1/2024,1,2,0.5,1.5" for d in (9, 10, 11, 12, 15)], 5)
case("month_first.csv", ["date,open,high,low,close"] + [f"1/{d}/2024,1,2,0.5,1.5" for d in (9, 10, 11, 12, 15)], 5)
case("day_or_month.csv", ["date,open,high,low,close"] + [f"1/{d}/2024,1,2,0.5,1.5" for d in (9, 10, 11, 12)], 0,
     refused="which is the month in '1/9/2024'? no row has a day above 12")
case("day_dots.csv", ["date,open,high,low,close"] + [f"0{d}.01.2024,1,2,0.5,1.5" for d in (2, 3, 4)], 3)
case("time_forms.csv", [HEADER] + [f"{t},1,2,0.5,1.5,10" for t in
     ["2024-01-02T00:00:00Z", "2024-01-02 01:00", "2024-01-02T02:00:00+00:00", "2024-01-01 22:00:00-05:00",
      "2024-01-02T09:30:00+0530", "1704171600", "1704175200000", "2024-01-02 07:00:00.000Z", "20240102 03:00:00 US/Eastern",
      "20240102090000", "2024-01-02 10-AM", "2024-01-02 11:00 AM", "2024/01/02 12:00:00 PM"]], 13, options="1h",
     rule="3:time without a zone: read in the zone of the report*5")
case("unknown_zone.csv", [HEADER, "20240102 03:00:00 MEZ,1,1,1,1,1", "20240102 04:00:00 UTC,1,1,1,1,1"], 1, 1,
     "2:a time zone that only --tz can name", options="1h")
FALL = [f"2018-11-04 {t},1,2,0.5,1.5,10" for t in ("00:00", "01:00", "01:00", "02:00")]
case("clocks_back.csv", [HEADER] + FALL, 4, options="1h@America/New_York",
     rule="3:local time that was twice: told apart by the order of rows*2")
case("clocks_back_newest_first.csv", [HEADER] + FALL[::-1], 4, options="1h@America/New_York", order="descending",
     rule="3:local time that was twice: told apart by the order of rows*2")
case("clocks_forward.csv", [HEADER] + [f"2018-03-11 0{h}:30,1,1,1,1,0" for h in (1, 2, 3)], 2, 1,
     "3:a local time that the clocks skipped", options="1h@America/New_York",
     rule="2:time without a zone: read in the zone of the report*2")
case("nul.csv", [], 5, 1, "3:not a number", raw=("\n".join(edit(1, "104.125", "104" + chr(0) + "5"))).encode())
case("no_last_end.csv", [], 6, raw="\n".join([HEADER] + ROWS).encode())
case("cut_off.csv", [], 5, 1, "7:too few fields", raw="\n".join([HEADER] + ROWS).encode()[:-12])
case("utf16.csv", [], 0, refused="the file is UTF-16, not UTF-8", raw="\n".join([HEADER] + ROWS).encode("utf-16"))
case("binary.csv", [], 0, refused="the file is not text", raw=bytes(i * i * 7 % 251 for i in range(1024)))
case("empty.csv", [], 0, refused="the file is empty", raw=b"")
case("header_only.csv", [HEADER], 0, refused="the file has a header and no rows")
case("all_bad.csv", [HEADER, "2024-01-02,=1+1,1,1,1,1", "2024-01-03,1,1,1,1,@SUM(A1)"], 0, 2, "2:not a number",
     refused="no good row of 2; the first is line 2, not a number")
case("five_percent.csv", [HEADER] + ROWS[:5] + ["x,1,1,1,1,1"], 5, 1, "7:not a time", options="1d%5",
     refused="1 of 6 rows rejected, more than 5 %; the first is line 7, not a time")
MINUTES = [f"2024-01-02T{m//60:02d}:{m%60:02d}:00Z,1,2,0.5,1.5,10" for m in range(30)]
case("too_close.csv", [HEADER] + MINUTES, 30, options="1h", refused="the rows lie closer than 1h: most are less apart")
case("too_far.csv", [HEADER] + [f"2024-01-{d:02d}T00:00:00Z,1,2,0.5,1.5,10" for d in range(1, 31)], 30, options="1h",
     refused="the rows lie farther apart than 1h: no two less than 86400 s")
(folder / "expected.txt").write_text("\n".join(
    ["# made by tools/gen_dirty.py: file timeframe[@zone][%most] accepted rejected order first-rejection repair refused"]
    + expected) + "\n")
