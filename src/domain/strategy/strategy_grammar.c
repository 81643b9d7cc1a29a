#include "domain/strategy/strategy_grammar.h"

#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_sections.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define SECTION(PATH, HELP) { .path = (PATH), .kind = STRATEGY_GRAMMAR_SECTION, .help = (HELP) }
#define REQUIRED_SECTION(PATH, HELP)                                                              \
    { .path = (PATH), .kind = STRATEGY_GRAMMAR_SECTION, .is_required = true, .help = (HELP) }
#define REFUSED(PATH, HELP) { .path = (PATH), .kind = STRATEGY_GRAMMAR_REFUSED, .help = (HELP) }
#define AT(FIELD) .offset = offsetof(struct strategy, FIELD)
#define TEXT(PATH, FIELD)                                                                         \
    .path = (PATH), .kind = STRATEGY_GRAMMAR_TEXT, AT(FIELD),                                     \
    .most = sizeof(((struct strategy *)0)->FIELD)
#define NUMBER(PATH, FIELD) .path = (PATH), .kind = STRATEGY_GRAMMAR_NUMBER, AT(FIELD)
#define WHOLE(PATH, FIELD) .path = (PATH), .kind = STRATEGY_GRAMMAR_WHOLE, AT(FIELD)
#define BARS(PATH, FIELD) WHOLE(PATH, FIELD), .unit = "bars"
#define BOOLEAN(PATH, FIELD) .path = (PATH), .kind = STRATEGY_GRAMMAR_BOOLEAN, AT(FIELD)
#define WORD(PATH, FIELD) .path = (PATH), .kind = STRATEGY_GRAMMAR_WORD, AT(FIELD)
#define FIXED(PATH) .path = (PATH), .kind = STRATEGY_GRAMMAR_FIXED
#define DAY(PATH, FIELD) .path = (PATH), .kind = STRATEGY_GRAMMAR_DAY, AT(FIELD)
#define PERCENT(PATH, FIELD) .path = (PATH), .kind = STRATEGY_GRAMMAR_PERCENT, AT(FIELD)
#define SPECIAL(PATH, READ) .path = (PATH), .kind = STRATEGY_GRAMMAR_SPECIAL, .read = (READ)
#define FROM_TO(LEAST, MOST) .least = (LEAST), .most = (MOST)
#define DEFAULT(TEXT) .fallback = (TEXT)
#define ONLY_WITH(TEXT) .only_with = (TEXT)

static const struct strategy_grammar table[] = {
    { TEXT("name", name), .is_required = true,
      .help = "letters, digits, '_' and '-'; models are named after it" },
    { TEXT("description", description), .help = "for the reader" },
    { TEXT("hypothesis", hypothesis), .help = "why this should work; for the reader" },
    { TEXT("version", version), DEFAULT("3.0"), .help = "of the grammar" },

    REQUIRED_SECTION("training_data", "which bars the network learns from"),
    REQUIRED_SECTION("training_data.symbols", "one symbol or several"),
    { SPECIAL("training_data.symbols.mode", strategy_training_data_mode),
      .help = "single or multi_symbol; need not be said" },
    { SPECIAL("training_data.symbols.symbol", strategy_training_data_symbols),
      .help = "the one symbol" },
    { SPECIAL("training_data.symbols.symbols", strategy_training_data_symbols),
      .help = "a list of symbols" },
    { SPECIAL("training_data.symbols.list", strategy_training_data_symbols),
      .help = "the same by its older name" },
    REQUIRED_SECTION("training_data.timeframes", "one bar length or several"),
    { SPECIAL("training_data.timeframes.mode", strategy_training_data_mode),
      .help = "single or multi_timeframe; need not be said" },
    { SPECIAL("training_data.timeframes.timeframe", strategy_training_data_timeframes),
      .help = "the one timeframe" },
    { SPECIAL("training_data.timeframes.timeframes", strategy_training_data_timeframes),
      .help = "a list of timeframes" },
    { SPECIAL("training_data.timeframes.list", strategy_training_data_timeframes),
      .help = "the same by its older name" },
    { SPECIAL("training_data.timeframes.base_timeframe", strategy_training_data_base),
      .help = "decisions are made at the end of each of its bars; default: the shortest" },
    { BARS("training_data.history_required", data.history_required), FROM_TO(1, 10000000),
      DEFAULT("200"), .help = "fewer bars of a symbol are an error" },
    { DAY("training_data.start_date", data.start), .help = "first day; default: all there is" },
    { DAY("training_data.end_date", data.end), .help = "last day; default: all there is" },

    { SPECIAL("indicators", strategy_indicators_read), .is_required = true,
      .help = "id: {type, its parameters, source}" },
    { SPECIAL("fuzzy_sets", strategy_fuzzy_sets_read),
      .help = "id: {indicator, name: membership, ...}" },
    { SPECIAL("nn_inputs", strategy_inputs_read), .is_required = true,
      .help = "what the network sees, in this order" },

    REQUIRED_SECTION("model", "the network"),
    { FIXED("model.type"), .words = "mlp !lstm !gru", DEFAULT("mlp"),
      .help = "a fully connected network" },
    REQUIRED_SECTION("model.architecture", "its shape"),
    { SPECIAL("model.architecture.hidden_layers", strategy_layers_read),
      .is_required = true, .unit = "units", FROM_TO(1, NETWORK_WIDTH),
      .help = "a list: units of each hidden layer, 1 to 8 layers" },
    { WORD("model.architecture.activation", shape.activation),
      .words = "relu tanh sigmoid leaky_relu", DEFAULT("relu"), .help = "of the hidden units" },
    { NUMBER("model.architecture.dropout", shape.dropout), FROM_TO(0, 0.9), DEFAULT("0.2"),
      .help = "share of hidden units silenced while training" },
    REFUSED("model.architecture.sequence_length", "of lstm and gru"),
    REFUSED("model.architecture.hidden_size", "of lstm and gru"),
    REFUSED("model.architecture.num_layers", "of lstm and gru"),
    { WHOLE("model.symbol_embedding_dim", symbol_embedding), FROM_TO(0, 64), DEFAULT("0"),
      .help = "numbers learnt for each symbol and put beside the features; 0: none" },

    SECTION("decisions", "from the network's answer to an order"),
    { WORD("decisions.output_format", decisions.output), .words = "classification regression",
      DEFAULT("classification"), .help = "BUY, HOLD, SELL; or the return itself" },
    { NUMBER("decisions.confidence_threshold", decisions.confidence_threshold), FROM_TO(0, 1),
      DEFAULT("0.5"), .help = "a less certain answer is HOLD",
      ONLY_WITH("decisions.output_format classification") },
    { BOOLEAN("decisions.position_awareness", decisions.position_awareness), DEFAULT("true"),
      .help = "an answer that wants what is already held is HOLD" },
    { BOOLEAN("decisions.allow_short_from_flat", decisions.allow_short_from_flat), DEFAULT("false"),
      .help = "SELL opens a short where nothing is held" },
    { BOOLEAN("decisions.reverse", decisions.reverse), DEFAULT("false"),
      .help = "SELL while long (BUY while short) turns the position round at once" },
    { PERCENT("decisions.stop_loss", decisions.stop_loss), FROM_TO(0.0001, 0.9),
      .unit = "% of the fill price", .help = "closes a position that lost so much; default: none" },
    { PERCENT("decisions.take_profit", decisions.take_profit), FROM_TO(0.0001, 10),
      .unit = "% of the fill price", .help = "closes a position that won so much; default: none" },
    SECTION("decisions.filters", "what holds an entry back"),
    { BARS("decisions.filters.min_signal_separation", decisions.min_signal_separation),
      FROM_TO(0, 100000), DEFAULT("0"), .help = "between two entries; exits are never delayed" },
    SECTION("decisions.sizing", "how large a position is; flags of backtest run come first"),
    { WORD("decisions.sizing.method", decisions.sizing.method),
      .words = "fraction amount volatility", DEFAULT("fraction"),
      .help = "a share of equity, an amount of money, or by how much the price moves" },
    { NUMBER("decisions.sizing.share", decisions.sizing.share), FROM_TO(0.0001, 1),
      DEFAULT("0.25"), .unit = "fraction", .help = "of equity, for a position",
      ONLY_WITH("decisions.sizing.method fraction") },
    { NUMBER("decisions.sizing.amount", decisions.sizing.amount), FROM_TO(1, 1e12),
      DEFAULT("10000"), .unit = "money", .help = "for a position, whatever the equity",
      ONLY_WITH("decisions.sizing.method amount") },
    { PERCENT("decisions.sizing.target_volatility", decisions.sizing.target_volatility),
      FROM_TO(0.001, 2), DEFAULT("15%"), .unit = "a year",
      .help = "a position takes this by the price's own volatility, at most all of the equity",
      ONLY_WITH("decisions.sizing.method volatility") },
    { BARS("decisions.sizing.volatility_window", decisions.sizing.window), FROM_TO(5, 500),
      DEFAULT("60"), .help = "the price's volatility is that of so many returns before the order",
      ONLY_WITH("decisions.sizing.method volatility") },
    SECTION("decisions.limits", "how much may be held, and when it may be bought"),
    { PERCENT("decisions.limits.max_symbol", decisions.limits.symbol), FROM_TO(0.001, 1),
      .unit = "of equity", .help = "a position is no larger; default: no limit" },
    { PERCENT("decisions.limits.max_gross", decisions.limits.gross), FROM_TO(0.001, 1),
      .unit = "of equity", .help = "all positions together are no larger; default: no limit" },
    { WHOLE("decisions.limits.max_positions", decisions.limits.positions), FROM_TO(0, 500),
      DEFAULT("0"), .help = "held at once; 0: any number" },
    { TEXT("decisions.limits.entry_hours", decisions.limits.entry_hours),
      .help = "entries fill only then, like 10:00-15:30 at the exchange; default: at any time" },
    SECTION("decisions.cost_model", "when a predicted return is worth a trade"),
    { NUMBER("decisions.cost_model.round_trip_cost", decisions.round_trip_cost), FROM_TO(1e-6, 1),
      DEFAULT("0.003"), .unit = "fraction", .help = "of buying and selling",
      ONLY_WITH("decisions.output_format regression") },
    { NUMBER("decisions.cost_model.min_edge_multiplier", decisions.min_edge_multiplier),
      FROM_TO(0.01, 1000), DEFAULT("1.5"), .help = "a trade needs so many times its cost",
      ONLY_WITH("decisions.output_format regression") },

    REQUIRED_SECTION("training", "labels, split and fitting"),
    { FIXED("training.method"), .words = "supervised", DEFAULT("supervised"),
      .help = "the only one" },
    REQUIRED_SECTION("training.labels", "the answer the network is to learn"),
    { WORD("training.labels.source", labels.kind), .is_required = true,
      .words = "zigzag zigzag_segments forward_return triple_barrier !context !regime",
      .help = "how bars are labelled BUY, HOLD or SELL" },
    { WORD("training.labels.from", labels.from), .words = "open close", DEFAULT("open"),
      .help = "returns are measured from the next bar's open, or from this bar's close",
      ONLY_WITH("training.labels.source forward_return triple_barrier") },
    { NUMBER("training.labels.zigzag_threshold", labels.zigzag_threshold), FROM_TO(0.0001, 0.9),
      DEFAULT("0.03"), .unit = "fraction", .help = "a swing ends where the close turns by so much",
      ONLY_WITH("training.labels.source zigzag zigzag_segments") },
    { BARS("training.labels.label_lookahead", labels.label_lookahead), FROM_TO(1, 100000),
      DEFAULT("20"), .help = "a swing's end further away is HOLD",
      ONLY_WITH("training.labels.source zigzag") },
    { BARS("training.labels.horizon", labels.horizon), FROM_TO(1, 100000), DEFAULT("20"),
      .help = "the return is measured over so many bars",
      ONLY_WITH("training.labels.source forward_return") },
    { NUMBER("training.labels.upper_threshold", labels.upper_threshold), FROM_TO(0, 10),
      DEFAULT("0.01"), .unit = "fraction", .help = "a return of at least this is BUY",
      ONLY_WITH("training.labels.source forward_return") },
    { NUMBER("training.labels.lower_threshold", labels.lower_threshold), FROM_TO(-1, 0),
      DEFAULT("-0.01"), .unit = "fraction", .help = "a return of at most this is SELL",
      ONLY_WITH("training.labels.source forward_return") },
    { NUMBER("training.labels.pt_multiplier", labels.pt_multiplier), FROM_TO(0.01, 100),
      DEFAULT("2.0"), .unit = "volatilities", .help = "distance of the upper barrier",
      ONLY_WITH("training.labels.source triple_barrier") },
    { NUMBER("training.labels.sl_multiplier", labels.sl_multiplier), FROM_TO(0.01, 100),
      DEFAULT("1.5"), .unit = "volatilities", .help = "distance of the lower barrier",
      ONLY_WITH("training.labels.source triple_barrier") },
    { BARS("training.labels.max_holding_period", labels.max_holding_period), FROM_TO(1, 100000),
      DEFAULT("50"), .help = "after so many bars the label is what the return then is",
      ONLY_WITH("training.labels.source triple_barrier") },
    { BARS("training.labels.vol_span", labels.vol_span), FROM_TO(2, 5000), DEFAULT("50"),
      .help = "volatility is the exponential mean of (high - low) / close over this span",
      ONLY_WITH("training.labels.source triple_barrier") },
    { BOOLEAN("training.labels.compute_weights", labels.compute_weights), DEFAULT("false"),
      .help = "true is not supported yet",
      ONLY_WITH("training.labels.source triple_barrier") },

    SECTION("training.data_split", "by date, the same dates for all symbols; 1 together"),
    { NUMBER("training.data_split.train", split.train), FROM_TO(0.01, 0.99), DEFAULT("0.7"),
      .unit = "fraction", .help = "the network is fitted to these" },
    { NUMBER("training.data_split.validation", split.validation), FROM_TO(0.01, 0.99),
      DEFAULT("0.15"), .unit = "fraction", .help = "the epoch is chosen by these" },
    { NUMBER("training.data_split.test", split.test), FROM_TO(0, 0.98), DEFAULT("0.15"),
      .unit = "fraction", .help = "never seen in training" },

    { WHOLE("training.seed", training.seed), FROM_TO(0, 9007199254740991), DEFAULT("42"),
      .help = "of everything random" },
    { WHOLE("training.epochs", training.epochs), FROM_TO(1, 10000), DEFAULT("100"),
      .help = "passes over the training rows, at most" },
    { WHOLE("training.batch_size", training.batch_size), FROM_TO(1, 65536), DEFAULT("32"),
      .unit = "rows", .help = "per step" },
    { NUMBER("training.learning_rate", training.learning_rate), FROM_TO(1e-8, 1), DEFAULT("0.001"),
      .help = "at the start" },
    { WORD("training.optimizer", training.optimizer), .words = "adam adamw sgd rmsprop",
      DEFAULT("adam"), .help = "how a gradient becomes a step" },
    { NUMBER("training.weight_decay", training.weight_decay), FROM_TO(0, 1), DEFAULT("0.0001"),
      .help = "L2 penalty; decoupled with adamw" },
    { NUMBER("training.momentum", training.momentum), FROM_TO(0, 0.9999), DEFAULT("0.9"),
      .help = "share of the last step that is kept", ONLY_WITH("training.optimizer sgd") },
    { NUMBER("training.gradient_clip", training.gradient_clip), FROM_TO(0, 1e6), DEFAULT("0"),
      .help = "largest norm of the whole gradient; 0: none" },
    { WORD("training.loss", training.loss), .words = "cross_entropy focal huber mse",
      DEFAULT("cross_entropy"), .help = "huber and mse are for regression" },
    { NUMBER("training.focal_gamma", training.focal_gamma), FROM_TO(0, 10), DEFAULT("2"),
      .help = "how far easy rows are played down", ONLY_WITH("training.loss focal") },
    { NUMBER("training.huber_delta", training.huber_delta), FROM_TO(1e-6, 10), DEFAULT("0.01"),
      .help = "errors beyond it count in proportion", ONLY_WITH("training.loss huber") },
    { WORD("training.class_weights", training.class_weights), .words = "none balanced",
      .help = "balanced: rare classes count more; default: balanced for zigzag, else none",
      ONLY_WITH("decisions.output_format classification") },
    { BOOLEAN("training.lookahead_check", checks_lookahead), DEFAULT("true"),
      .help = "bars to come are poisoned before training, and nothing may change" },
    SECTION("training.early_stopping", "stops when nothing gets better; default: never"),
    { WHOLE("training.early_stopping.patience", training.early_stopping.patience),
      FROM_TO(1, 10000), DEFAULT("10"), .unit = "epochs", .help = "without an improvement" },
    { NUMBER("training.early_stopping.min_delta", training.early_stopping.min_delta),
      FROM_TO(0, 1), DEFAULT("0.0001"), .help = "less is no improvement" },
    { WORD("training.early_stopping.monitor", training.early_stopping.monitor),
      .words = "val_loss val_accuracy balanced_accuracy", DEFAULT("val_loss"),
      .help = "what is watched, on the validation rows" },
    SECTION("training.lr_scheduler", "changes the learning rate; default: constant"),
    { WORD("training.lr_scheduler.type", training.lr_scheduler.type),
      .words = "constant step exponential reduce_on_plateau", .is_required = true,
      .help = "how" },
    { WHOLE("training.lr_scheduler.step_size", training.lr_scheduler.step_size),
      FROM_TO(1, 10000), DEFAULT("30"), .unit = "epochs", .help = "between two steps",
      ONLY_WITH("training.lr_scheduler.type step") },
    { NUMBER("training.lr_scheduler.gamma", training.lr_scheduler.gamma), FROM_TO(0.0001, 1),
      .help = "the rate is multiplied by it; default: 0.1 for step, 0.95 for exponential",
      ONLY_WITH("training.lr_scheduler.type step exponential") },
    { NUMBER("training.lr_scheduler.factor", training.lr_scheduler.factor),
      FROM_TO(0.0001, 0.9999), DEFAULT("0.5"), .help = "the rate is multiplied by it",
      ONLY_WITH("training.lr_scheduler.type reduce_on_plateau") },
    { WHOLE("training.lr_scheduler.patience", training.lr_scheduler.patience),
      FROM_TO(1, 10000), DEFAULT("5"), .unit = "epochs", .help = "without a better loss",
      ONLY_WITH("training.lr_scheduler.type reduce_on_plateau") },

    REFUSED("context_data", "data beside the bars"),
    REFUSED("deployment", "which symbols a model may be used for"),
};
static_assert(COUNT(table) <= STRATEGY_GRAMMAR_ROWS, "room for every key");
static_assert(sizeof(size_t) == sizeof(uint64_t), "a seed is stored like a count");
static_assert(sizeof(enum train_optimizer) == sizeof(int), "words are stored as int");

const struct strategy_grammar *strategy_grammar_at(size_t i)
{
    return i < COUNT(table) ? &table[i] : NULL;
}

int strategy_grammar_find(const char *path)
{
    for (size_t i = 0; i < COUNT(table); i++)
        if (!strcmp(table[i].path, path))
            return (int)i;
    return -1;
}

bool strategy_grammar_word(const char *words, size_t i, char ret_word[32], bool *ret_is_refused)
{
    size_t length;

    for (; i; i--) {
        words += strcspn(words, " ");
        words += *words == ' ';
    }
    *ret_is_refused = *words == '!';
    words += *words == '!';
    length = strcspn(words, " ");
    snprintf(ret_word, 32, "%.*s", (int)length, words);
    return length > 0;
}
