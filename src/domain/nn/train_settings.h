/* train_settings - how a network is fitted: filled from a strategy file, read by train. */
#ifndef DOMAIN_NN_TRAIN_SETTINGS_H
#define DOMAIN_NN_TRAIN_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum train_optimizer { TRAIN_ADAM, TRAIN_ADAMW, TRAIN_SGD, TRAIN_RMSPROP, TRAIN_OPTIMIZERS };
enum train_loss { TRAIN_CROSS_ENTROPY, TRAIN_FOCAL, TRAIN_HUBER, TRAIN_MSE, TRAIN_LOSSES };
enum train_monitor { TRAIN_VALIDATION_LOSS, TRAIN_VALIDATION_ACCURACY, TRAIN_BALANCED_ACCURACY,
                     TRAIN_MONITORS };
enum train_scheduler { TRAIN_CONSTANT, TRAIN_STEP, TRAIN_EXPONENTIAL, TRAIN_REDUCE_ON_PLATEAU,
                       TRAIN_SCHEDULERS };
enum train_class_weights { TRAIN_UNWEIGHTED, TRAIN_BALANCED, TRAIN_CLASS_WEIGHTS };

struct train_settings {
    enum train_optimizer optimizer;
    double learning_rate;
    double weight_decay;            /* L2 for Adam, SGD, RMSprop; decoupled for AdamW */
    double momentum;                /* SGD only */
    double gradient_clip;           /* largest norm of the whole gradient; 0: off */
    size_t batch_size, epochs;
    uint64_t seed;
    enum train_loss loss;
    double focal_gamma, huber_delta;
    enum train_class_weights class_weights;
    struct train_early_stopping {
        bool is_on;
        size_t patience;            /* epochs without an improvement */
        double min_delta;
        enum train_monitor monitor;
    } early_stopping;
    struct train_schedule {
        enum train_scheduler type;
        size_t step_size;           /* epochs, of step */
        double gamma;               /* factor of step and exponential */
        double factor;              /* of reduce_on_plateau */
        size_t patience;            /* epochs, of reduce_on_plateau */
    } lr_scheduler;
};

#endif
