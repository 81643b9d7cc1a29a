#include "domain/nn/safetensors.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    struct network network;
    struct safetensors_metadata metadata;
    struct error err;
} t;

static void finish(void)
{
    network_release(&t.network);
    safetensors_release(&t.metadata);
}

/* A file with this header, and `values` numbers of 0.5. The bytes are of just that length. */
static bool decode(const char *header, size_t values)
{
    const size_t n = strlen(header), length = 8 + n + 4 * values;
    char *bytes = malloc(length);
    bool ok;

    for (size_t i = 0; i < 8; i++)
        bytes[i] = (char)(n >> 8 * i & 255);
    memcpy(bytes + 8, header, n);
    for (size_t i = 0; i < values; i++)
        memcpy(bytes + 8 + n + 4 * i, "\0\0\0\x3f", 4);
    t.err = (struct error){0};
    ok = safetensors_decode(bytes, length, &t.network, &t.metadata, &t.err);
    free(bytes);
    if (ok)
        finish();
    else
        CHECK(t.err.code == ERROR_BAD_DATA && t.err.text[0]);
    return ok;
}

#define META "\"__metadata__\":{\"activation\":\"relu\"}"
#define WEIGHT "\"l1.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}"
#define BIAS "\"l1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}"

TEST(a_network_comes_back_with_its_metadata_bit_by_bit)
{
    const struct network_shape shape = { 5, 3, 2, { 4, 6 }, NETWORK_LEAKY_RELU, 0.3, 0, 0 };
    const struct safetensors_pair pairs[] = { { "epoch", "17" },
                                              { "a \"quoted\" \\ key\n", "\x01 h\xc3\xa4 \xf0\x9f\x98\x80" },
                                              { "", "" } };
    struct network OWNED(network_release) network = network_new(&shape);
    struct buf OWNED(buf_release) bytes = {0};

    network_randomize(&network, 8);
    network.values[3] = -0.0f;
    network.values[4] = 1e-42f;
    safetensors_encode(&network, pairs, COUNT(pairs), &bytes);
    if (!safetensors_decode(bytes.bytes, bytes.length, &t.network, &t.metadata, &t.err)) {
        test_expect(false, __FILE__, __LINE__, "%s", t.err.text);
        return;
    }
    CHECK(t.network.shape.n_hidden == 2 && t.network.shape.hidden[1] == 6);
    CHECK(t.network.shape.inputs == 5 && t.network.shape.outputs == 3);
    CHECK(t.network.shape.activation == NETWORK_LEAKY_RELU && t.network.shape.dropout == 0);
    CHECK(memcmp(t.network.values, network.values, network.n_values * sizeof(float)) == 0);
    CHECK(t.metadata.n == 3);
    for (size_t i = 0; i < 3; i++)
        CHECK_TEXT(safetensors_value(&t.metadata, pairs[i].key), pairs[i].value);
    CHECK(!safetensors_value(&t.metadata, "activation"));
    finish();
}

TEST(what_a_network_knows_of_symbols_comes_back)
{
    const struct network_shape shape = { 5, 3, 1, { 4 }, NETWORK_TANH, 0, 7, 2 };
    struct network OWNED(network_release) network = network_new(&shape);
    struct buf OWNED(buf_release) bytes = {0};

    network_randomize(&network, 8);
    safetensors_encode(&network, NULL, 0, &bytes);
    CHECK(strstr(bytes.bytes + 8, "\"symbol_embedding\":{\"dtype\":\"F32\",\"shape\":[7,2],") != NULL);
    CHECK(safetensors_decode(bytes.bytes, bytes.length, &t.network, &t.metadata, &t.err));
    CHECK(t.network.shape.inputs == 5 && t.network.shape.symbols == 7);
    CHECK(t.network.shape.embedding == 2 && t.network.n_values == network.n_values);
    CHECK(memcmp(t.network.values, network.values, network.n_values * sizeof(float)) == 0);
    finish();
}

#define TABLE(rows, numbers, end) "\"symbol_embedding\":{\"dtype\":\"F32\",\"shape\":[" #rows "," \
                                  #numbers "],\"data_offsets\":[32," #end "]}"

TEST(numbers_of_symbols_that_do_not_fit_are_refused)
{
    CHECK(decode("{" META "," WEIGHT "," BIAS "," TABLE(2, 1, 40) "}", 10));
    CHECK(!decode("{" META "," WEIGHT "," BIAS "," TABLE(2, 3, 56) "}", 14));  /* no feature is left */
    CHECK(!decode("{" META "," WEIGHT "," BIAS "," TABLE(0, 1, 32) "}", 8));
    CHECK(!decode("{" META "," WEIGHT "," BIAS "," TABLE(2, 1, 44) "}", 11));
    CHECK(!decode("{" META "," WEIGHT "," BIAS "," TABLE(2, 1, 40) "," TABLE(2, 1, 40) "}", 10));
}

TEST(the_bytes_are_those_of_the_format)
{
    const struct network_shape shape = { 1, 2, 0, { 0 }, NETWORK_TANH, 0, 0, 0 };
    const char want[] = "\xd0\0\0\0\0\0\0\0"
        "{\"__metadata__\":{\"activation\":\"tanh\",\"k\":\"v\"},"
        "\"l1.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
        "\"l1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}";
    struct network OWNED(network_release) network = network_new(&shape);
    struct buf OWNED(buf_release) bytes = {0};
    size_t header;

    network.values[0] = 1;
    network.values[3] = -2;
    safetensors_encode(&network, &(struct safetensors_pair){ "k", "v" }, 1, &bytes);
    header = bytes.length - 16;
    CHECK(header % 8 == 0 && (unsigned char)bytes.bytes[0] == header - 8 && bytes.bytes[1] == 0);
    CHECK(memcmp(bytes.bytes + 8, want + 8, sizeof(want) - 9) == 0);
    for (size_t i = sizeof(want) - 1; i < header; i++)
        CHECK(bytes.bytes[i] == ' ');
    CHECK(memcmp(bytes.bytes + header, "\0\0\x80\x3f\0\0\0\0\0\0\0\0\0\0\0\xc0", 16) == 0);
}

TEST(a_header_of_another_writer_is_read)
{
    CHECK(decode("{" META "," WEIGHT "," BIAS "}", 8));
    CHECK(decode("{" BIAS "," WEIGHT "," META "}   ", 8));
    CHECK(decode("{ " META " ,\n\t" WEIGHT ", " BIAS " }", 8));
    CHECK(decode("{" META ",\"l1.\\u0077eight\":{\"data_offsets\":[8,32],\"shape\":[2,3],"
                 "\"dtype\":\"F32\"},\"l1.bias\":{\"dtype\":\"F32\",\"shape\":[2],"
                 "\"data_offsets\":[0,8]}}", 8));
    CHECK(decode("{\"__metadata__\":{\"a\":\"\\ud83d\\ude00\",\"activation\":\"tanh\"}," WEIGHT "," BIAS
                 "}", 8));
}

TEST(a_file_that_says_one_thing_and_holds_another_is_refused)
{
    CHECK(!decode("{" META "," WEIGHT "," BIAS "}", 7));
    CHECK(!decode("{" META "," WEIGHT "," BIAS "}", 9));
    CHECK(!decode("{" META "," WEIGHT "}", 6));
    CHECK(!decode("{" META "," BIAS "}", 2));
    CHECK(!decode("{" META "}", 0));
    CHECK(!decode("{" WEIGHT "," BIAS "}", 8));
    CHECK_TEXT(t.err.text, "safetensors: the metadata tell no 'activation'");
    CHECK(!decode("{\"__metadata__\":{\"activation\":\"gelu\"}," WEIGHT "," BIAS "}", 8));
    CHECK_TEXT(t.err.text, "safetensors: unknown activation 'gelu'");
    CHECK(!decode("{" META "," WEIGHT "," BIAS ",\"l3.bias\":{\"dtype\":\"F32\",\"shape\":[2],"
                  "\"data_offsets\":[32,40]}}", 10));
    CHECK(!decode("{" META "," WEIGHT "," BIAS ",\"l0.bias\":{\"dtype\":\"F32\",\"shape\":[2],"
                  "\"data_offsets\":[32,40]}}", 10));
    CHECK_TEXT(t.err.text, "safetensors header: unknown tensor 'l0.bias'");
    CHECK(!decode("{" META "," WEIGHT "," BIAS "," WEIGHT "}", 8));
    CHECK_TEXT(t.err.text, "safetensors header: 'l1.weight' comes twice");
    CHECK(!decode("{" META "," WEIGHT "," META "," BIAS "}", 8));
}

static bool decode_bias(const char *bias, size_t values)
{
    char header[400];

    snprintf(header, sizeof(header), "{%s,%s,\"l1.bias\":{%s}}", META, WEIGHT, bias);
    return decode(header, values);
}

TEST(offsets_and_shapes_must_fit_each_other)
{
    CHECK(decode_bias("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[20,28]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[28,36]", 9));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,36]", 9));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[32,24]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]", 9));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2,1,1],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24]", 8));
    CHECK(!decode_bias("\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[02],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[24,32]", 8));
    CHECK(!decode_bias("\"dtype\":\"F32\",\"shape\":[18446744073709551618],\"data_offsets\":[24,32]", 8));
    CHECK(!decode("{" META ",\"l1.weight\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]},"
                  "\"l1.bias\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0));
    CHECK(!decode("{" META ",\"l1.weight\":{\"dtype\":\"F32\",\"shape\":[281474976710656,65536],"
                  "\"data_offsets\":[0,0]},\"l1.bias\":{\"dtype\":\"F32\",\"shape\":[281474976710656],"
                  "\"data_offsets\":[0,0]}}", 0));
}

TEST(what_is_no_json_is_refused)
{
    static const char *const broken[] = {
        "", "[]", "{", "{}", "{\"", "{\"__metadata__\"", "{" META, "{" META "," WEIGHT "," BIAS,
        "{" META "," WEIGHT "," BIAS ",}", "{" META "," WEIGHT "," BIAS "}x", "{" META "," WEIGHT " " BIAS "}",
        "{\"__metadata__\":{\"activation\":1}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\\x\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\\u12\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\\ud800\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\\udc00\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\\u0000\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\n\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\xff\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\xc0\xaf\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\xed\xa0\x80\"}," WEIGHT "," BIAS "}",
        "{\"__metadata__\":{\"activation\":\"relu\",\"a\":\"\",\"a\":\"\"}," WEIGHT "," BIAS "}",
    };

    for (size_t i = 0; i < COUNT(broken); i++)
        test_expect(!decode(broken[i], 8), __FILE__, __LINE__, "accepted: %s", broken[i]);
}

TEST(the_length_of_the_header_is_bounded)
{
    CHECK(!safetensors_decode("\1\0\0\0\0\0\0", 7, &t.network, &t.metadata, &t.err));
    CHECK(!safetensors_decode("\2\0\0\0\0\0\0\0{", 9, &t.network, &t.metadata, &t.err));
    CHECK_TEXT(t.err.text, "safetensors: a header of 2 bytes");
    CHECK(!safetensors_decode("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10, &t.network, &t.metadata, &t.err));
    CHECK(!safetensors_decode("\0\0\0\0\0\0\0\0", 8, &t.network, &t.metadata, &t.err));
}

TEST(a_weight_that_is_no_number_is_refused)
{
    const struct network_shape shape = { 2, 2, 1, { 3 }, NETWORK_RELU, 0, 0, 0 };
    struct network OWNED(network_release) network = network_new(&shape);
    const float wrong[] = { NAN, INFINITY, -INFINITY };

    for (int i = 0; i < 3; i++) {
        struct buf OWNED(buf_release) bytes = {0};

        network.values[network.layer[1].biases] = wrong[i];
        safetensors_encode(&network, NULL, 0, &bytes);
        CHECK(!safetensors_decode(bytes.bytes, bytes.length, &t.network, &t.metadata, &t.err));
        CHECK_TEXT(t.err.text, "safetensors: a value of 'l2.bias' is no number");
    }
}
