/* The program that does nothing: what a process costs before it does anything. */
int main(void)
{
    return 0;
}
