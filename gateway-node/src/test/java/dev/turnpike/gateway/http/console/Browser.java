package dev.turnpike.gateway.http.console;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The Chromium of this machine, without a screen. Nothing is fetched for it. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    Browser(Path profile) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find("chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // its own pages are all that it visits, and CI is root
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--window-size=360,800",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(find("chromedriver"))
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(PATIENCE);
    }

    private static File find(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(directory -> new File(directory, program))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("`" + program
                        + "` is not on the path; install the packages" + " `chromium` and `chromium-driver`"));
    }

    void open(String url) {
        driver.get(url);
    }

    String url() {
        return driver.getCurrentUrl();
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    String text(String selector) {
        return element(selector).getText();
    }

    boolean has(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    private WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    void type(String selector, String text) {
        WebElement field = element(selector);
        field.clear();
        field.sendKeys(text);
    }

    String value(String selector) {
        return String.valueOf(element(selector).getDomProperty("value"));
    }

    /** Forgets all cookies of the page's host. */
    void forget() {
        driver.manage().deleteAllCookies();
    }

    void click(String selector) {
        element(selector).click();
    }

    /** Clicks on what leads to another page, and waits for that. */
    void follow(String selector) {
        WebElement page = element("html");
        click(selector);
        await().atMost(PATIENCE).until(() -> isGone(page) && isTrue("document.readyState === 'complete'"));
    }

    private static boolean isGone(WebElement element) {
        try {
            element.isEnabled();
            return false;
        } catch (StaleElementReferenceException gone) {
            return true;
        }
    }

    /** What a script would see; the pages have none. */
    boolean isTrue(String expression) {
        return Boolean.TRUE.equals(driver.executeScript("return " + expression));
    }

    /** Runs a script in the page, beside its own policy. */
    void run(String script) {
        driver.executeScript(script);
    }

    @Nullable
    Cookie cookie(String name) {
        return driver.manage().getCookieNamed(name);
    }

    /** What the browser complained about since it was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
