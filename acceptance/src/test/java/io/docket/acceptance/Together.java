package io.docket.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Things done at the same time. */
final class Together {

    private Together() {}

    /** Does all of them, each in a thread of its own, starting at the same instant; rethrows what the first one throws. */
    static <T> List<T> run(List<Callable<T>> calls) {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            var start = new CyclicBarrier(calls.size());
            List<Future<T>> results = new ArrayList<>();
            for (Callable<T> call : calls) {
                results.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> result : results) {
                answers.add(result.get());
            }
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Does the same several times over; the call gets the number of its thread, from 0. */
    static void run(int threads, NumberedCall call) {
        run(IntStream.range(0, threads)
                .<Callable<Boolean>>mapToObj(number -> () -> {
                    call.run(number);
                    return true;
                })
                .toList());
    }

    /** What one of several threads does. */
    interface NumberedCall {

        void run(int number) throws Exception;
    }
}
