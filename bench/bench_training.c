/*
 * bench-training - samples per CPU-second of training, on one core: 24 inputs, [64, 32] ReLU, 3
 * classes, Adam with L2 and clipping, balanced class weights; shuffling, copying and a look at 256
 * validation rows per epoch of 8192 included. Median of 5 runs. --json prints it for programs.
 */
#include "base/random.h"
#include "domain/nn/train.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INPUTS = 24, CLASSES = 3, ROWS = 8192, VALIDATION = 256, RUNS = 5, EPOCHS = 64 };

static const struct variant {
    const char *name;
    const struct kernel *kernel;
    size_t batch;
    double dropout;
} variants[] = {
    { "float32", &kernel_f32, 32, 0 },  { "float32", &kernel_f32, 256, 0 },
    { "float32", &kernel_f32, 32, 0.2 }, { "float64", &kernel_f64, 32, 0 },
    { "float64", &kernel_f64, 256, 0 },
};

static float x[(ROWS + VALIDATION) * INPUTS];
static int32_t labels[ROWS + VALIDATION];

static double cpu_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b)
{
    const double one = *(const double *)a, two = *(const double *)b;

    return (one > two) - (one < two);
}

static void make_rows(void)
{
    struct random random = random_seed(1);

    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = (float)random_normal(&random);
    for (size_t r = 0; r < COUNT(labels); r++) {
        const float score = x[r * INPUTS] * x[r * INPUTS + 1];

        labels[r] = score > 0.3f ? 0 : score < -0.3f ? 2 : 1;
    }
}

static double run(const struct variant *variant)
{
    const struct train_job job = {
        .shape = { INPUTS, CLASSES, 2, { 64, 32 }, NETWORK_RELU, variant->dropout },
        .settings = { .learning_rate = 1e-3, .weight_decay = 1e-4, .gradient_clip = 1, .seed = 42,
                      .batch_size = variant->batch, .epochs = EPOCHS,
                      .class_weights = TRAIN_BALANCED },
        .training = { ROWS, INPUTS, x, labels, NULL, NULL, NULL },
        .validation = { VALIDATION, INPUTS, x + ROWS * INPUTS, labels + ROWS, NULL, NULL, NULL },
        .kernel = variant->kernel,
    };
    struct train_result OWNED(train_result_release) result = {0};
    const double began = cpu_seconds();
    struct error err;

    if (!train_run(&job, NULL, &result, &err)) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    return (double)ROWS * EPOCHS / (cpu_seconds() - began);
}

int main(int argc, char **argv)
{
    const bool is_json = argc > 1 && strcmp(argv[1], "--json") == 0;
    static double speed[COUNT(variants)][RUNS];

    make_rows();
    for (int n = 0; n < RUNS; n++)          /* in turn, so that a slow minute hits them all */
        for (size_t i = 0; i < COUNT(variants); i++)
            speed[i][n] = run(&variants[i]);
    printf("%s", is_json ? "[" : "precision  batch  dropout  samples/s\n");
    for (size_t i = 0; i < COUNT(variants); i++) {
        const struct variant *v = &variants[i];

        qsort(speed[i], RUNS, sizeof(speed[i][0]), by_size);
        printf(is_json ? "%s\n  {\"precision\": \"%s\", \"batch\": %zu, \"dropout\": %.1f, "
                         "\"samples_per_s\": %.0f}" : "%s%-9s  %5zu  %7.1f  %9.0f\n",
               is_json && i ? "," : "", v->name, v->batch, v->dropout, speed[i][RUNS / 2]);
    }
    printf("%s", is_json ? "\n]\n" : "");
    return 0;
}
