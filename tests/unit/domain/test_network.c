#include "base/random.h"
#include "domain/nn/kernel.h"
#include "domain/nn/network.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 300, INPUTS = 11 };

static const struct network_shape shapes[] = {
    { INPUTS, 3, 2, { 20, 7 }, NETWORK_RELU, 0, 0, 0 },
    { INPUTS, 3, 1, { 9 }, NETWORK_TANH, 0.5, 0, 0 },
    { INPUTS, 2, 3, { 1, 16, 5 }, NETWORK_SIGMOID, 0, 0, 0 },
    { INPUTS, 9, 0, { 0 }, NETWORK_RELU, 0, 0, 0 },
    { INPUTS, 1, 1, { 33 }, NETWORK_LEAKY_RELU, 0, 0, 0 },
};

static void fill(float *x, size_t n)
{
    struct random random = random_seed(3);

    for (size_t i = 0; i < n; i++)
        x[i] = (float)random_normal(&random);
}

static double activated(enum network_activation activation, double v)
{
    switch (activation) {
    case NETWORK_TANH:    return tanh(v);
    case NETWORK_SIGMOID: return 1 / (1 + exp(-v));
    case NETWORK_RELU:    return v > 0 ? v : 0;
    default:              return v > 0 ? v : 0.01 * v;
    }
}

/* The textbook: one row, in double, straight from the stored order. */
static void answer_plainly(const struct network *network, const float *x, double *ret)
{
    double in[NETWORK_WIDTH], out[NETWORK_WIDTH];

    for (size_t i = 0; i < network->shape.inputs; i++)
        in[i] = (double)x[i];
    for (size_t l = 0; l < network->n_layers; l++) {
        const struct network_layer *layer = &network->layer[l];

        for (size_t o = 0; o < layer->out; o++) {
            out[o] = (double)network->values[layer->biases + o];
            for (size_t i = 0; i < layer->in; i++)
                out[o] += (double)network->values[layer->weights + o * layer->in + i] * in[i];
            if (l + 1 < network->n_layers)
                out[o] = activated(network->shape.activation, out[o]);
        }
        memcpy(in, out, layer->out * sizeof(*in));
    }
    memcpy(ret, in, network->shape.outputs * sizeof(*ret));
}

TEST(a_network_answers_as_the_textbook_says)
{
    static float x[ROWS * INPUTS], values[ROWS * 9], shares[ROWS * 9];

    fill(x, ROWS * INPUTS);
    for (size_t s = 0; s < COUNT(shapes); s++) {
        struct network OWNED(network_release) network = network_new(&shapes[s]);
        const size_t n = shapes[s].outputs;

        network_randomize(&network, s);
        network_predict_values(&network, ROWS, x, values);
        network_predict(&network, ROWS, x, shares);
        for (size_t r = 0; r < ROWS; r++) {
            double want[NETWORK_WIDTH], sum = 0;

            answer_plainly(&network, x + r * INPUTS, want);
            for (size_t o = 0; o < n; o++)
                sum += exp(want[o]);
            for (size_t o = 0; o < n; o++) {
                CHECK_NEAR((double)values[r * n + o], want[o], 3e-6);
                CHECK_NEAR((double)shares[r * n + o], exp(want[o]) / sum, 2e-6);
            }
        }
    }
}

TEST(a_row_is_answered_alike_alone_and_among_others)
{
    static float x[ROWS * INPUTS], together[ROWS * 9], alone[9];

    fill(x, ROWS * INPUTS);
    for (size_t s = 0; s < COUNT(shapes); s++) {
        struct network OWNED(network_release) network = network_new(&shapes[s]);
        const size_t n = shapes[s].outputs;

        network_randomize(&network, 7);
        network_predict(&network, ROWS, x, together);
        for (size_t r = 0; r < ROWS; r++) {
            network_predict(&network, 1, x + r * INPUTS, alone);
            CHECK(memcmp(alone, together + r * n, n * sizeof(float)) == 0);
        }
        network_predict(&network, 0, x, alone);
    }
}

TEST(a_nan_among_the_inputs_reaches_the_answer_of_its_row_and_no_other)
{
    static float x[ROWS * INPUTS], shares[ROWS * 3];

    for (int a = 0; a < NETWORK_ACTIVATIONS; a++) {
        const struct network_shape shape = { INPUTS, 3, 1, { 12 }, (enum network_activation)a, 0, 0, 0 };
        struct network OWNED(network_release) network = network_new(&shape);

        network_randomize(&network, 1);
        fill(x, ROWS * INPUTS);
        x[5 * INPUTS + 4] = NAN;
        network_predict(&network, ROWS, x, shares);
        for (size_t r = 0; r < ROWS; r++)
            for (size_t o = 0; o < 3; o++)
                CHECK(!isnan(shares[r * 3 + o]) == (r != 5));
    }
}

TEST(large_values_do_not_overflow_the_softmax)
{
    const struct network_shape shape = { 1, 3, 0, { 0 }, NETWORK_RELU, 0, 0, 0 };
    struct network OWNED(network_release) network = network_new(&shape);
    float shares[3];

    network.values[0] = 1000;
    network.values[1] = -1000;
    network_predict(&network, 1, (float[]){ 3 }, shares);
    CHECK(shares[0] == 1 && shares[1] == 0 && shares[2] == 0);
}

TEST(random_weights_fill_their_range_and_come_from_the_seed)
{
    const struct network_shape shape = { 100, 3, 1, { 50 }, NETWORK_RELU, 0, 0, 0 };
    struct network OWNED(network_release) one = network_new(&shape);
    struct network OWNED(network_release) two = network_new(&shape);
    double largest = 0, smallest = 0, sum = 0;

    network_randomize(&one, 42);
    network_randomize(&two, 42);
    CHECK(memcmp(one.values, two.values, one.n_values * sizeof(float)) == 0);
    network_randomize(&two, 43);
    CHECK(one.values[0] != two.values[0]);
    for (size_t i = 0; i < one.layer[1].weights; i++) {
        largest = fmax(largest, (double)one.values[i]);
        smallest = fmin(smallest, (double)one.values[i]);
        sum += (double)one.values[i];
    }
    CHECK(largest <= 0.1 && largest > 0.0995 && smallest >= -0.1 && smallest < -0.0995);
    CHECK_NEAR(sum / 5050, 0.0, 0.003);
    CHECK(one.n_values == 100 * 50 + 50 + 50 * 3 + 3);
}

TEST(storing_what_was_loaded_gives_the_same_weights)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        struct network OWNED(network_release) network = network_new(&shapes[s]);
        struct network OWNED(network_release) copy = network_new(&shapes[s]);
        const struct kernel_net net = kernel_net_of(&shapes[s]);
        float *values = calloc(net.n_values, sizeof(float));

        network_randomize(&network, 9);
        kernel_load(&kernel_f32, &net, &network, values);
        kernel_store(&kernel_f32, &net, values, &copy);
        CHECK(memcmp(network.values, copy.values, copy.n_values * sizeof(float)) == 0);
        free(values);
    }
}

TEST(every_activation_has_a_name_by_which_it_is_found)
{
    enum network_activation found;

    for (int i = 0; i < NETWORK_ACTIVATIONS; i++)
        CHECK(network_activation_find(network_activation_name((enum network_activation)i), &found)
              && found == (enum network_activation)i);
    CHECK(!network_activation_find("gelu", &found));
}

static const char *refusal(struct network_shape shape)
{
    static struct error err;

    err.text[0] = '\0';
    CHECK(!network_shape_check(&shape, &err) && err.code == ERROR_INVALID);
    return err.text;
}

TEST(a_shape_that_makes_no_net_is_refused_with_the_number)
{
    struct network_shape shape = { 4, 3, 2, { 5, 6 }, NETWORK_RELU, 0.2, 0, 0 };
    struct error err;

    CHECK(network_shape_check(&shape, &err));
    shape.inputs = 0;
    CHECK_TEXT(refusal(shape), "a network takes 1 to 4096 inputs, not 0");
    shape.inputs = 4;
    shape.hidden[1] = 1025;
    CHECK_TEXT(refusal(shape), "a hidden layer has 1 to 1024 units, not 1025");
    shape.n_hidden = 9;
    CHECK_TEXT(refusal(shape), "a network has at most 8 hidden layers, not 9");
    shape.n_hidden = 1;
    shape.dropout = 1;
    CHECK_TEXT(refusal(shape), "dropout lies in 0 to < 1, not 1");
    shape.dropout = NAN;
    CHECK_TEXT(refusal(shape), "dropout lies in 0 to < 1, not nan");
    shape.dropout = 0;
    shape.outputs = 0;
    CHECK_TEXT(refusal(shape), "a network has 1 to 1024 outputs, not 0");
}

/* The same net without a table, that hears the numbers of the symbol as inputs like others. */
TEST(a_symbols_numbers_are_heard_like_inputs_after_the_features)
{
    enum { SYMBOLS = 5, NUMBERS = 3, WIDE = INPUTS + NUMBERS };
    const struct network_shape knowing = { INPUTS, 3, 2, { 20, 7 }, NETWORK_TANH, 0, SYMBOLS,
                                           NUMBERS };
    const struct network_shape plain = { WIDE, 3, 2, { 20, 7 }, NETWORK_TANH, 0, 0, 0 };
    struct network OWNED(network_release) network = network_new(&knowing);
    struct network OWNED(network_release) other = network_new(&plain);
    static float x[ROWS * INPUTS], wide[ROWS * WIDE], shares[ROWS * 3], wanted[ROWS * 3];
    static uint32_t symbols[ROWS];
    struct random random = random_seed(8);

    network_randomize(&network, 4);
    CHECK(network.n_values == other.n_values + SYMBOLS * NUMBERS);
    memcpy(other.values, network.values, other.n_values * sizeof(float));
    fill(x, ROWS * INPUTS);
    for (size_t r = 0; r < ROWS; r++) {
        symbols[r] = (uint32_t)random_below(&random, SYMBOLS);
        memcpy(wide + r * WIDE, x + r * INPUTS, INPUTS * sizeof(float));
        memcpy(wide + r * WIDE + INPUTS, network.values + network.embeddings + symbols[r] * NUMBERS,
               NUMBERS * sizeof(float));
    }
    network_predict_of(&network, ROWS, x, symbols, shares);
    network_predict(&other, ROWS, wide, wanted);
    CHECK(!memcmp(shares, wanted, sizeof(shares)));
}

TEST(a_table_changes_nothing_of_how_the_layers_are_drawn)
{
    const struct network_shape knowing = { INPUTS, 3, 1, { 9 }, NETWORK_RELU, 0, 4, 2 };
    const struct network_shape plain = { INPUTS + 2, 3, 1, { 9 }, NETWORK_RELU, 0, 0, 0 };
    struct network OWNED(network_release) network = network_new(&knowing);
    struct network OWNED(network_release) other = network_new(&plain);
    float most = 0;

    network_randomize(&network, 4);
    network_randomize(&other, 4);
    CHECK(!memcmp(network.values, other.values, other.n_values * sizeof(float)));
    for (size_t i = network.embeddings; i < network.n_values; i++) {
        CHECK(network.values[i] >= -1 && network.values[i] < 1 && network.values[i] != 0);
        most = fmaxf(most, fabsf(network.values[i]));
    }
    CHECK(most > 0.3f);
}

TEST(a_table_without_symbols_or_numbers_is_refused)
{
    struct network_shape shape = { INPUTS, 3, 1, { 9 }, NETWORK_RELU, 0, 4, 0 };
    struct error err;

    CHECK(!network_shape_check(&shape, &err));
    shape.symbols = 0;
    shape.embedding = 2;
    CHECK(!network_shape_check(&shape, &err));
    shape.symbols = 4;
    CHECK(network_shape_check(&shape, &err));
    shape.inputs = NETWORK_INPUTS - 1;
    CHECK(!network_shape_check(&shape, &err));
    CHECK(err.code == ERROR_INVALID);
}
