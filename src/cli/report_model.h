/* report_model - models, trainings, tests and predictions, for people. */
#ifndef CLI_REPORT_MODEL_H
#define CLI_REPORT_MODEL_H

struct buf;
struct wire_evaluation_result;
struct wire_model;
struct wire_prediction_result;
struct wire_training_result;

void report_model_print(const struct wire_model *model, struct buf *out);
void report_model_training(const struct wire_training_result *result, struct buf *out);
void report_model_evaluation(const struct wire_evaluation_result *result, struct buf *out);
void report_model_prediction(const struct wire_prediction_result *result, struct buf *out);

#endif
