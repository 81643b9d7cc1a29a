/*
 * nn_replay FILE - trains the small net that FILE describes, step by step with the kernels of
 * training, and prints what came out, to be held against another program's numbers:
 *
 *     {case: {"float64": {"loss": [...], "weights": {"l1.weight": [[...]], ...},
 *                         "softmax": [[...]]},
 *             "float32": ...}}
 *
 * FILE is JSON: arch {inputs, hidden, outputs, activation}, batch, steps, X, y, order (row
 * numbers, at least steps x batch), class_weights, init {"l1.weight": row by row, "l1.bias": ...},
 * cases {name: {config: {opt, lr, betas, eps, alpha, wd, mom, clip, cw, loss, delta, gamma}}}. The
 * numbers that huber and mse aim at are "targets", or (y - 1) * 0.02 where there are none. The
 * softmax is of all rows of X, after the last step. What is no number any more is null.
 */
#include "base/mem.h"
#include "domain/calc.h"
#include "domain/nn/learner.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lesson {
    struct network_shape shape;
    struct network network;             /* only its places: the values are read in full precision */
    size_t rows, batch, steps;
    double *x, *targets, *class_weights, *init;
    int32_t *labels;
    size_t *order;
};

__attribute__((noreturn)) static void refuse(const char *what)
{
    fprintf(stderr, "nn_replay: %s\n", what);
    exit(2);
}

static const json_t *member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    char text[100];

    if (value)
        return value;
    snprintf(text, sizeof(text), "no '%s'", name);
    refuse(text);
}

static double number(const json_t *value)
{
    if (!json_is_number(value))
        refuse("a number is not one");
    return json_number_value(value);
}

static double number_or(const json_t *object, const char *name, double fallback)
{
    const json_t *value = json_object_get(object, name);

    return value && !json_is_null(value) ? number(value) : fallback;
}

static size_t count(const json_t *value, size_t most)
{
    const double n = number(value);

    if (!(n >= 0 && n <= (double)most && floor(n) == n))
        refuse("a count is out of range");
    return (size_t)n;
}

/* Numbers of a list, or of a list of lists, one after another; as many as are wanted. */
static size_t flatten(const json_t *list, double *ret, size_t at, size_t n)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);

        if (json_is_array(item)) {
            at = flatten(item, ret, at, n);
            continue;
        }
        if (at == n)
            refuse("a list is too long");
        ret[at++] = number(item);
    }
    return at;
}

static size_t count_flat(const json_t *list)
{
    size_t n = 0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);

        n += json_is_array(item) ? count_flat(item) : 1;
    }
    return n;
}

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static double *numbers(const json_t *list, size_t n)
{
    double *values = mem_alloc(n * sizeof(*values));

    if (!json_is_array(list) || flatten(list, values, 0, n) != n)
        refuse("a list has another length than it should");
    return values;
}

static void read_shape(const json_t *arch, struct network_shape *shape)
{
    const json_t *hidden = member(arch, "hidden");
    const char *activation = json_string_value(member(arch, "activation"));
    struct error err;

    shape->inputs = count(member(arch, "inputs"), NETWORK_INPUTS);
    shape->outputs = count(member(arch, "outputs"), NETWORK_WIDTH);
    shape->n_hidden = json_array_size(hidden);
    for (size_t l = 0; l < shape->n_hidden && l < NETWORK_HIDDEN; l++)
        shape->hidden[l] = count(json_array_get(hidden, l), NETWORK_WIDTH);
    if (!activation || !network_activation_find(activation, &shape->activation))
        refuse("unknown activation");
    if (!network_shape_check(shape, &err))
        refuse(err.text);
}

static void read_init(const json_t *init, struct lesson *lesson)
{
    char name[32];

    lesson->init = mem_alloc(lesson->network.n_values * sizeof(*lesson->init));
    for (size_t l = 0; l < lesson->network.n_layers; l++) {
        const struct network_layer *layer = &lesson->network.layer[l];
        double *values;

        snprintf(name, sizeof(name), "l%zu.weight", l + 1);
        values = numbers(member(init, name), layer->in * layer->out);
        memcpy(lesson->init + layer->weights, values, layer->in * layer->out * sizeof(*values));
        free(values);
        snprintf(name, sizeof(name), "l%zu.bias", l + 1);
        values = numbers(member(init, name), layer->out);
        memcpy(lesson->init + layer->biases, values, layer->out * sizeof(*values));
        free(values);
    }
}

static void read_order(const json_t *list, struct lesson *lesson)
{
    const size_t n = count_flat(list), wanted = lesson->steps * lesson->batch;
    double *order = numbers(list, n);

    if (n < wanted)
        refuse("'order' is too short");
    lesson->order = mem_alloc(wanted * sizeof(*lesson->order));
    for (size_t i = 0; i < wanted; i++) {
        if (!(order[i] >= 0 && order[i] < (double)lesson->rows))
            refuse("a row number of 'order' is out of range");
        lesson->order[i] = (size_t)order[i];
    }
    free(order);
}

static void read_rows(const json_t *file, struct lesson *lesson)
{
    const json_t *targets = json_object_get(file, "targets");
    double *y;

    lesson->rows = json_array_size(member(file, "X"));
    lesson->batch = count(member(file, "batch"), 1 << 20);
    lesson->steps = count(member(file, "steps"), 1 << 24);
    if (!lesson->rows || !lesson->batch)
        refuse("no rows");
    lesson->x = numbers(member(file, "X"), lesson->rows * lesson->shape.inputs);
    y = numbers(member(file, "y"), lesson->rows);
    lesson->targets = targets ? numbers(targets, lesson->rows)
                              : mem_alloc(lesson->rows * sizeof(double));
    lesson->labels = mem_alloc(lesson->rows * sizeof(*lesson->labels));
    for (size_t r = 0; r < lesson->rows; r++) {
        if (!(y[r] >= 0 && y[r] < (double)lesson->shape.outputs))
            refuse("a label is out of range");
        lesson->labels[r] = (int32_t)y[r];
        if (!targets)
            lesson->targets[r] = (y[r] - 1) * 0.02;
    }
    read_order(member(file, "order"), lesson);
    free(y);
}

static struct optimizer read_optimizer(const json_t *config)
{
    static const struct { const char *name; enum train_optimizer type; } names[] = {
        { "adam", TRAIN_ADAM }, { "adamw", TRAIN_ADAMW }, { "sgd", TRAIN_SGD },
        { "sgd_momentum", TRAIN_SGD }, { "rmsprop", TRAIN_RMSPROP },
    };
    const char *name = json_string_value(member(config, "opt"));
    const json_t *betas = json_object_get(config, "betas");
    const struct train_settings settings = {
        .learning_rate = number(member(config, "lr")),
        .weight_decay = number_or(config, "wd", 0),
        .momentum = number_or(config, "mom", number_or(config, "momentum", 0)),
        .gradient_clip = number_or(config, "clip", 0),
    };
    struct optimizer optimizer = optimizer_of(&settings);

    optimizer.epsilon = number_or(config, "eps", optimizer.epsilon);
    optimizer.alpha = number_or(config, "alpha", optimizer.alpha);
    if (json_array_size(betas) == 2) {
        optimizer.beta1 = number(json_array_get(betas, 0));
        optimizer.beta2 = number(json_array_get(betas, 1));
    }
    for (size_t i = 0; name && i < COUNT(names); i++)
        if (strcmp(names[i].name, name) == 0) {
            optimizer.type = names[i].type;
            if (optimizer.type != TRAIN_SGD && optimizer.momentum > 0)
                refuse("momentum is for sgd alone");
            return optimizer;
        }
    refuse("unknown optimizer");
}

static struct kernel_truth read_truth(const json_t *config, const struct lesson *lesson)
{
    static const char *const losses[] = {
        [TRAIN_CROSS_ENTROPY] = "cross_entropy", [TRAIN_FOCAL] = "focal",
        [TRAIN_HUBER] = "huber", [TRAIN_MSE] = "mse",
    };
    const char *loss = json_string_value(json_object_get(config, "loss"));
    struct kernel_truth truth = {
        .n_classes = lesson->shape.outputs,
        .focal_gamma = number_or(config, "gamma", 2),
        .huber_delta = number_or(config, "delta", 1),
        .class_weights = json_is_true(json_object_get(config, "cw")) ? lesson->class_weights : NULL,
    };

    if (json_is_true(json_object_get(config, "cw")) && !lesson->class_weights)
        refuse("no 'class_weights'");
    if (!loss || strcmp(loss, "ce") == 0)
        return truth;
    for (size_t i = 0; i < COUNT(losses); i++)
        if (strcmp(losses[i], loss) == 0) {
            truth.loss = (enum train_loss)i;
            if (truth.loss == TRAIN_HUBER || truth.loss == TRAIN_MSE)
                truth.class_weights = NULL;
            return truth;
        }
    refuse("unknown loss");
}

/* Where network.h's value `at` of layer l lies in the kernel's order. */
static size_t place(const struct lesson *lesson, const struct kernel_net *net, size_t l, size_t at)
{
    const struct network_layer *layer = &lesson->network.layer[l];

    if (at >= layer->biases)
        return kernel_place(&net->layer[l], at - layer->biases, layer->in);
    at -= layer->weights;
    return kernel_place(&net->layer[l], at / layer->in, at % layer->in);
}

static json_t *train(const struct lesson *lesson, const struct optimizer *optimizer,
                     struct kernel_truth truth, struct learner *learner)
{
    const struct kernel *kernel = learner->kernel;
    const size_t inputs = lesson->shape.inputs, batch = lesson->batch;
    void *x = mem_alloc(batch * inputs * kernel->size);
    int32_t *labels = mem_alloc(batch * sizeof(*labels));
    double *targets = mem_alloc(batch * sizeof(*targets));
    json_t *losses = json_array();

    truth.labels = labels;
    truth.targets = targets;
    for (size_t step = 0; step < lesson->steps; step++) {
        for (size_t r = 0; r < batch; r++) {
            const size_t row = lesson->order[step * batch + r];

            for (size_t i = 0; i < inputs; i++)
                kernel->set(x, r * inputs + i, lesson->x[row * inputs + i]);
            labels[r] = lesson->labels[row];
            targets[r] = lesson->targets[row];
        }
        json_array_append_new(losses, real(learner_slope(learner, x, batch, &truth, NULL).loss));
        learner_step(learner, optimizer);
    }
    free(x);
    free(labels);
    free(targets);
    return losses;
}

static json_t *list_weights(const struct lesson *lesson, const struct learner *learner)
{
    json_t *weights = json_object();
    char name[32];

    for (size_t l = 0; l < lesson->network.n_layers; l++) {
        const struct network_layer *layer = &lesson->network.layer[l];
        json_t *matrix = json_array(), *biases = json_array();

        for (size_t o = 0; o < layer->out; o++) {
            json_t *row = json_array();

            for (size_t i = 0; i < layer->in; i++)
                json_array_append_new(row, real(learner->kernel->get(
                    learner->values, kernel_place(&learner->net.layer[l], o, i))));
            json_array_append_new(matrix, row);
            json_array_append_new(biases, real(learner->kernel->get(
                learner->values, kernel_place(&learner->net.layer[l], o, layer->in))));
        }
        snprintf(name, sizeof(name), "l%zu.weight", l + 1);
        json_object_set_new(weights, name, matrix);
        snprintf(name, sizeof(name), "l%zu.bias", l + 1);
        json_object_set_new(weights, name, biases);
    }
    return weights;
}

static json_t *list_softmax(const struct lesson *lesson, struct learner *learner)
{
    const struct kernel *kernel = learner->kernel;
    const size_t inputs = lesson->shape.inputs, outputs = lesson->shape.outputs;
    const size_t last = learner->net.n_layers - 1;
    void *x = mem_alloc(inputs * kernel->size);
    double *share = mem_alloc(outputs * sizeof(*share));
    json_t *list = json_array();

    for (size_t r = 0; r < lesson->rows; r++) {
        double highest = -HUGE_VAL, sum = 0;
        json_t *row = json_array();

        for (size_t i = 0; i < inputs; i++)
            kernel->set(x, i, lesson->x[r * inputs + i]);
        kernel->forward(&learner->net, learner->values, x, 1, &learner->room, NULL);
        for (size_t o = 0; o < outputs; o++)
            highest = fmax(highest, kernel->get(learner->room.out[last], o));
        for (size_t o = 0; o < outputs; o++)
            sum += share[o] = calc_exp(kernel->get(learner->room.out[last], o) - highest);
        for (size_t o = 0; o < outputs; o++)
            json_array_append_new(row, real(share[o] / sum));
        json_array_append_new(list, row);
    }
    free(x);
    free(share);
    return list;
}

static json_t *replay(const struct lesson *lesson, const json_t *config,
                      const struct kernel *kernel)
{
    const struct optimizer optimizer = read_optimizer(config);
    const struct kernel_truth truth = read_truth(config, lesson);
    struct learner OWNED(learner_release) learner =
        learner_new(kernel, &lesson->network, lesson->batch);
    json_t *result = json_object();

    for (size_t l = 0; l < lesson->network.n_layers; l++) {
        const struct network_layer *layer = &lesson->network.layer[l];

        for (size_t i = layer->weights; i < layer->biases + layer->out; i++)
            kernel->set(learner.values, place(lesson, &learner.net, l, i), lesson->init[i]);
    }
    json_object_set_new(result, "loss", train(lesson, &optimizer, truth, &learner));
    json_object_set_new(result, "weights", list_weights(lesson, &learner));
    json_object_set_new(result, "softmax", list_softmax(lesson, &learner));
    return result;
}

int main(int argc, char **argv)
{
    json_error_t error;
    json_t *file = argc == 2 ? json_load_file(argv[1], JSON_DECODE_INT_AS_REAL, &error) : NULL;
    json_t *all = json_object(), *config;
    struct lesson lesson = {0};
    const char *name;

    if (!file)
        refuse(argc == 2 ? error.text : "usage: nn_replay FILE");
    read_shape(member(file, "arch"), &lesson.shape);
    lesson.network = network_new(&lesson.shape);
    read_rows(file, &lesson);
    read_init(member(file, "init"), &lesson);
    if (json_object_get(file, "class_weights"))
        lesson.class_weights = numbers(member(file, "class_weights"), lesson.shape.outputs);
    json_object_foreach((json_t *)member(file, "cases"), name, config) {
        const json_t *settings = member(config, "config");
        json_t *result = json_object();

        json_object_set_new(result, "float64", replay(&lesson, settings, &kernel_f64));
        json_object_set_new(result, "float32", replay(&lesson, settings, &kernel_f32));
        json_object_set_new(all, name, result);
    }
    json_dumpf(all, stdout, JSON_REAL_PRECISION(17) | JSON_COMPACT);
    putchar('\n');
    json_decref(all);
    json_decref(file);
    network_release(&lesson.network);
    free(lesson.x), free(lesson.targets), free(lesson.class_weights), free(lesson.init);
    free(lesson.labels), free(lesson.order);
    return 0;
}
