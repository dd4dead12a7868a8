package io.docket.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/**
 * The page of the APIs, as a visitor uses it.
 *
 * @param page where it is open
 */
record ReferencePage(Page page) {

    static ReferencePage open(Page page, DocketProcess docket) {
        page.navigate(docket.address() + "/swagger-ui");
        page.locator(".opblock-tag").first().waitFor();
        return new ReferencePage(page);
    }

    Locator openDialog() {
        page.locator(".auth-wrapper button.authorize").click();
        return page.locator(".modal-ux");
    }

    /** Opens the dialog, and finds the part of it for a way to get a token. */
    Locator flow(String name) {
        return flow(openDialog(), name);
    }

    static Locator flow(Locator dialog, String name) {
        return dialog.locator(".auth-container", new Locator.LocatorOptions().setHasText(name))
                .last();
    }

    /** Waits for the token, and closes the dialog. */
    void awaitAuthorized() {
        Locator dialog = page.locator(".modal-ux");
        assertThat(dialog.getByText("Logout").first()).isVisible();
        dialog.locator("button.btn-done").last().click();
    }

    /** Tries the list of cases out, and finds one of the demo data. */
    void listCases() {
        Locator operation = page.locator(
                ".opblock-get", new Page.LocatorOptions().setHas(page.locator("[data-path='/v1/case/cases']")));
        operation.locator(".opblock-summary-control").click();
        operation.locator("button.try-out__btn").click();
        operation.locator("button.execute").click();

        Locator answer = operation.locator(".live-responses-table");
        assertThat(answer.locator("tbody .response-col_status").first()).containsText("200");
        assertThat(answer).containsText("WI0000497288");
    }
}
