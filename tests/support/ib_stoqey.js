// What a real client says of the simulated gateway: details, first bar, daily and hourly bars, as one JSON document.
// node ib_stoqey.js MODULES PORT SYMBOL
const path = require("path");
const { IBApi, EventName, SecType } = require(path.join(process.argv[2], "@stoqey/ib"));
const port = Number(process.argv[3]), symbol = process.argv[4];
const contract = { symbol, secType: SecType.STK, exchange: "SMART", currency: "USD" };
const seen = { accounts: null, nextId: null, details: [], head: null, daily: [], hourly: [], errors: [] };
const ib = new IBApi({ host: "127.0.0.1", port, clientId: 12 });

function end(status) {
    console.log(JSON.stringify(seen));
    ib.disconnect();
    setTimeout(() => process.exit(status), 50);
}
setTimeout(() => end(3), 30000);

ib.on(EventName.error, (error, code, id) => { if (id > 0) { seen.errors.push([id, code, String(error.message)]); end(1); } });
ib.on(EventName.managedAccounts, (list) => { seen.accounts = list; });
ib.on(EventName.nextValidId, (id) => { seen.nextId = id; ib.reqContractDetails(1, contract); });
ib.on(EventName.contractDetails, (id, details) => {
    seen.details.push([details.contract.conId, details.contract.symbol, details.minTick, details.timeZoneId, details.longName]);
});
ib.on(EventName.contractDetailsEnd, () => ib.reqHeadTimestamp(2, contract, "TRADES", true, 1));
ib.on(EventName.headTimestamp, (id, text) => {
    seen.head = text;
    ib.cancelHeadTimestamp(2);
    ib.reqHistoricalData(3, contract, "", "5 D", "1 day", "TRADES", 1, 2, false);
});
ib.on(EventName.historicalData, (id, time, open, high, low, close, volume, count, wap) => {
    if (!String(time).startsWith("finished"))
        (id === 3 ? seen.daily : seen.hourly).push([time, open, high, low, close, volume, count, wap]);
    else if (id === 3)
        ib.reqHistoricalData(4, contract, "", "2 D", "1 hour", "TRADES", 1, 2, false);
    else
        end(0);
});
ib.connect();
