/*
 * bench-training - samples per CPU-second of training, on one core: 24 inputs, [64, 32] ReLU, 3 classes,
 * Adam with L2 and clipping, class weights. Median of 5 runs. --json prints it for programs.
 */
#include "base/mem.h"
#include "base/random.h"
#include "domain/nn/learner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INPUTS = 24, CLASSES = 3, ROWS = 8192, RUNS = 5, SAMPLES = 1 << 19 };

struct case_of {
    const char *name;
    const struct kernel *kernel;
    size_t batch;
    double dropout;
};

static double cpu_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void *make_inputs(const struct kernel *kernel, int32_t *labels)
{
    struct random random = random_seed(1);
    void *x = mem_alloc((size_t)ROWS * INPUTS * kernel->size);

    for (size_t i = 0; i < (size_t)ROWS * INPUTS; i++)
        kernel->set(x, i, random_normal(&random));
    for (size_t r = 0; r < ROWS; r++) {
        const double score = kernel->get(x, r * INPUTS) * kernel->get(x, r * INPUTS + 1);

        labels[r] = score > 0.3 ? 0 : score < -0.3 ? 2 : 1;
    }
    return x;
}

static double run(const struct case_of *c, const void *x, const int32_t *labels)
{
    const struct network_shape shape = { INPUTS, CLASSES, 2, { 64, 32 }, NETWORK_RELU, c->dropout };
    const struct train_settings settings = { .optimizer = TRAIN_ADAM, .learning_rate = 1e-3,
                                             .weight_decay = 1e-4, .gradient_clip = 1 };
    const struct optimizer optimizer = optimizer_of(&settings);
    const double class_weights[CLASSES] = { 1.1, 0.8, 1.2 };
    struct kernel_truth truth = { .n_classes = CLASSES, .class_weights = class_weights };
    struct random random = random_seed(3);
    struct network OWNED(network_release) network = network_new(&shape);
    struct learner OWNED(learner_release) learner = {0};
    double loss = 0, began;

    network_randomize(&network, 42);
    learner = learner_new(c->kernel, &network, c->batch);
    began = cpu_seconds();
    for (size_t done = 0; done < SAMPLES; done += c->batch) {
        const size_t row = done % ROWS;

        truth.labels = labels + row;
        loss += learner_slope(&learner, (const char *)x + row * INPUTS * c->kernel->size, c->batch,
                              &truth, &random).loss;
        learner_step(&learner, &optimizer);
    }
    if (!(loss > 0))
        abort();
    return SAMPLES / (cpu_seconds() - began);
}

int main(int argc, char **argv)
{
    static const struct case_of cases[] = {
        { "float32", &kernel_f32, 32, 0 },  { "float32", &kernel_f32, 256, 0 },
        { "float32", &kernel_f32, 32, 0.2 }, { "float64", &kernel_f64, 32, 0 },
        { "float64", &kernel_f64, 256, 0 },
    };
    const bool is_json = argc > 1 && strcmp(argv[1], "--json") == 0;
    static int32_t labels[ROWS];

    printf("%s", is_json ? "[" : "precision  batch  dropout  samples/s\n");
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct case_of *c = &cases[i];
        void *x = make_inputs(c->kernel, labels);
        double speed[RUNS];

        for (int n = 0; n < RUNS; n++)
            speed[n] = run(c, x, labels);
        qsort(speed, RUNS, sizeof(speed[0]), by_size);
        if (is_json)
            printf("%s\n  {\"precision\": \"%s\", \"batch\": %zu, \"dropout\": %.1f, \"samples_per_s\": %.0f}",
                   i ? "," : "", c->name, c->batch, c->dropout, speed[RUNS / 2]);
        else
            printf("%-9s  %5zu  %7.1f  %9.0f\n", c->name, c->batch, c->dropout, speed[RUNS / 2]);
        free(x);
    }
    printf("%s", is_json ? "\n]\n" : "");
    return 0;
}
