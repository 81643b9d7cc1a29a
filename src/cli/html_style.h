/* html_style - how the HTML report looks: one style sheet, light and dark, also on paper. */
#ifndef CLI_HTML_STYLE_H
#define CLI_HTML_STYLE_H

extern const char html_style[];

#endif
