#include "base/random.h"
#include "test.h"

enum { DRAWS = 200000 };

/* Numbers of Blackman and Vigna's and of Vigna's own programs, by a second writing of both in Python. */
TEST(a_seed_gives_the_published_sequence)
{
    struct random random = random_seed(42);

    CHECK(random.state[0] == 0xbdd732262feb6e95u && random.state[1] == 0x28efe333b266f103u);
    CHECK(random_bits(&random) == 0x15780b2e0c2ec716u);
    CHECK(random_bits(&random) == 0x6104d9866d113a7eu);
    random = random_seed(0);
    CHECK(random.state[0] == 0xe220a8397b1dcdafu);
}

TEST(a_jump_is_a_stretch_of_the_same_sequence_and_two_jumps_differ)
{
    struct random once = random_seed(1), stepped = random_seed(1);

    random_jump(&once);
    random_bits(&stepped);
    random_jump(&stepped);          /* step then jump is jump then step: both are linear maps */
    random_bits(&once);
    for (int i = 0; i < 4; i++)
        CHECK(once.state[i] == stepped.state[i]);
    CHECK(once.state[0] != random_seed(1).state[0]);
}

TEST(derived_streams_do_not_repeat_each_other)
{
    static uint64_t first[2000];
    size_t n = 0;

    for (uint64_t seed = 0; seed < 40; seed++)
        for (uint64_t stream = 0; stream < 50; stream++) {
            struct random random = random_derive(seed, stream);

            first[n] = random_bits(&random);
            for (size_t i = 0; i < n; i++)
                CHECK(first[i] != first[n]);
            n++;
        }
    CHECK(random_derive(3, 4).state[2] == random_derive(3, 4).state[2]);
}

TEST(uniform_numbers_fill_their_range_evenly)
{
    struct random random = random_seed(5);
    double sum = 0, squares = 0;

    for (int i = 0; i < DRAWS; i++) {
        const double x = random_uniform(&random);

        CHECK(x >= 0 && x < 1);
        sum += x;
        squares += x * x;
    }
    CHECK_NEAR(sum / DRAWS, 0.5, 0.003);
    CHECK_NEAR(squares / DRAWS, 1.0 / 3, 0.003);
}

TEST(numbers_below_n_are_equally_likely)
{
    struct random random = random_seed(6);
    int seen[7] = {0};

    for (int i = 0; i < DRAWS; i++) {
        const uint64_t at = random_below(&random, 7);

        CHECK(at < 7);
        seen[at % 7]++;
    }
    for (int i = 0; i < 7; i++)
        CHECK_NEAR(seen[i], DRAWS / 7.0, 5 * sqrt(DRAWS / 7.0));
    CHECK(random_below(&random, 1) == 0);
    CHECK(random_below(&random, UINT64_MAX) < UINT64_MAX);
}

/* 2^64 = 1.33 n: without drawing again the lower third would come twice as often. */
TEST(numbers_below_n_are_unbiased_where_n_is_large)
{
    const uint64_t n = UINT64_C(3) << 62;
    struct random random = random_seed(8);
    int low = 0;

    for (int i = 0; i < DRAWS; i++)
        low += random_below(&random, n) < n / 3;
    CHECK_NEAR(low, DRAWS / 3.0, 5 * sqrt(DRAWS * 2.0 / 9));
}

TEST(normal_numbers_have_the_moments_and_the_tails_of_a_normal)
{
    struct random random = random_seed(9);
    double sum = 0, squares = 0, fourth = 0;
    int beyond[4] = {0};

    for (int i = 0; i < DRAWS; i++) {
        const double x = random_normal(&random);

        sum += x;
        squares += x * x;
        fourth += x * x * x * x;
        for (int k = 1; k < 4; k++)
            beyond[k] += x > k;
    }
    CHECK_NEAR(sum / DRAWS, 0.0, 0.01);
    CHECK_NEAR(squares / DRAWS, 1.0, 0.015);
    CHECK_NEAR(fourth / DRAWS, 3.0, 0.12);
    for (int k = 1; k < 4; k++) {
        const double want = DRAWS * 0.5 * erfc(k / sqrt(2));

        CHECK_NEAR(beyond[k], want, 5 * sqrt(want));
    }
}

TEST(a_shuffle_loses_nothing_and_every_order_is_as_likely)
{
    struct random random = random_seed(10);
    int seen[27] = {0};

    for (int i = 0; i < 60000; i++) {
        size_t items[3] = { 0, 1, 2 };

        random_shuffle(&random, items, 3);
        CHECK(items[0] + items[1] + items[2] == 3 && items[0] != items[1] && items[1] != items[2]);
        seen[items[0] * 9 + items[1] * 3 + items[2]]++;
    }
    CHECK_NEAR(seen[0 * 9 + 1 * 3 + 2], 10000.0, 500);
    CHECK_NEAR(seen[0 * 9 + 2 * 3 + 1], 10000.0, 500);
    CHECK_NEAR(seen[1 * 9 + 0 * 3 + 2], 10000.0, 500);
    CHECK_NEAR(seen[1 * 9 + 2 * 3 + 0], 10000.0, 500);
    CHECK_NEAR(seen[2 * 9 + 0 * 3 + 1], 10000.0, 500);
    CHECK_NEAR(seen[2 * 9 + 1 * 3 + 0], 10000.0, 500);
}

TEST(both_shuffles_draw_the_same_order)
{
    struct random one = random_seed(11), two = random_seed(11);
    size_t items[100];
    uint32_t small[100];

    for (uint32_t i = 0; i < 100; i++)
        items[i] = small[i] = i;
    random_shuffle(&one, items, 100);
    random_shuffle_u32(&two, small, 100);
    for (int i = 0; i < 100; i++)
        CHECK(items[i] == small[i]);
    random_shuffle(&one, items, 0);
    CHECK(random_bits(&one) == random_bits(&two));
}
